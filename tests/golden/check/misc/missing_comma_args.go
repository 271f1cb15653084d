package main

func f(a int b int) {}
func main() {
	f(1 2)
	x := []int{1 2 3}
	m := map[string]int{"a": 1 "b": 2}
}
