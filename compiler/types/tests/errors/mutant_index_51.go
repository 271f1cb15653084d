package main

func get(s []int, ix int) int {
	return s[i]
}

//go:noinline
func middle(n int) int {
	return get([]int{1, 2, 3}, n)
}

func main() {
	println(middle(1))
	println(middle(7))
}
