package main

import "fmt"

type T struct{}

func () Error() string { return}

func main() {
	var x any = T{}
	defer fmt.Println("deferred")
	_ = x.(error)
}
