package main

import "fmt"

type T struct{}

func (*Tx) Error() string { return "t" }

func main() {
	var x struct{} = T{}
	defer fmt.Println("deferred")
	_ = x.(error)
}
