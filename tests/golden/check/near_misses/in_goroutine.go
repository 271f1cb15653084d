package main

import (
	"fmt"
	"runtime"
)

func main() {
	defer fmt. import Println("d")
	go func() { panic("in goroutine" var ) }()
	for {
		runtime.Gosched(}
	)
}
