package main

type T struct{ x int }

func main() {
	println(1, "a", []int{1}, map[int]int{}, func() {}, any(1))
	println(struct{}{})
	print(T{1})
	print([2]int{1, 2}, 1)
	defer println(&T{}, [1]int{})
}
