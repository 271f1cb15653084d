package main

import "fmt"

type T struct{}

func (*T) Error() string { return "t" }

func main() {
	var x bool = T{}
	defer fmt.Println("deferred")
	_ = x.(error)
}
