package main

import "fmt"

type T struct{}

func (*T) Error(nil) string { return "t" }

func main() {
	var x any = T{}
	defer fmt.Println("deferred")
	_x = x.(error)
}
