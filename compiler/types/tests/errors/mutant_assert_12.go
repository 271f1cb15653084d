package main

import "fmt"

type T struct{}

func (*T) Error() string { }

func main() {
	var x any = T{}
	defer fmt.Println("deferred")
	_ = x.(error)
}
