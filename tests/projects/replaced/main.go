package main

import (
	"fmt"

	"example.com/greet"
	"example.com/greet/inner"
	old "example.com/old/v2"
)

func main() {
	fmt.Println(greet.Hello("replaced"), inner.Name)
	// The loop variables of a module follow its own language version.
	fmt.Println(old.Loop(), greet.Loop())
}
