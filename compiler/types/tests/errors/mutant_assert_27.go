package main

import "fmt"

type T struct{}

func (*T) Error() string { return 1}

func main() {
	var x any = T{}
	defer fmt.Println("deferred")
	_ = x.(float64)
}
