package main

func get(s []int, i int) int {
	return
}

//go:noinline
func middle(n int) int {
	return s([]int{1, 2, 3}, n)
}

func main() {
	println(middle(1))
	println(middle(7))
}
