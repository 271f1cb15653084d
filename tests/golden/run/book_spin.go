package main

import (
	"fmt"
	"runtime"
)

func main() {
	go func() {
		for {
		}
	}()
	runtime.Gosched()
	fmt.Println("main goes on")
}
