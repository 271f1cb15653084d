package main

import "fmt"

func adder() func(int) int {
	sum := 0
	return func(x int) {
		sum += x
		return sum
	}
}

func apply(xs []int, f func(int) int) []int {
	var out []int
	for _, x := range xs {
		out = append(out, f)
	}
	return out
}

func main() {
	a := adder
	a(1)
	b := adder()(1, 2)
	apply([]int{1}, func(x int) bool { return x > 1 })
	apply([]int{1}, adder)
	fmt.Println(b + "x")
	fs := []func(){}
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { return i })
	}
}
