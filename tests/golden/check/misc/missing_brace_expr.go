package main

func main() {
	x := []int{1, 2, 3
	println(len(x))
	for _, v := range x {
		println(v)
	}
