package main

import (
	"fmt"
	"os"
)

type Animal interface {
	Sound() string
	Name() string
}

type Dog struct{ name string }

func (d Dog) Sound() string { return "woof" }

func main() {
	var a Animal = Dog{"rex"}
	fmt.Println(a.Sound)
	for i := 0; i < 10; i++ {
		total += i
	}
	x := 5
	var y string = x
	fmt.Println(y + 1)
	if x == "5" {
		return 1
	}
	result := compute(1, 2, 3)
	fmt.Printn(result)
}

func compute(a, b int) int {
	c := a + b
}
