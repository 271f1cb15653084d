// Limits that a program may set, and frames of initialisers.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

var stack = current()

func current() string { return string(debug.Stack()) }

func deep(n int) int {
	var pad [16]int
	if n == 0 {
		return 0
	}
	pad[n%16] = n
	return deep(n-1) + pad[n%16]
}

func main() {
	fmt.Println(debug.SetMaxStack(64<<20), debug.SetMaxStack(32<<20), debug.SetMaxStack(32<<20))
	fmt.Println(debug.SetMaxThreads(5000), debug.SetMaxThreads(10000))
	debug.SetTraceback("all")
	done := make(chan int)
	go func() { done <- deep(20000) }()
	fmt.Println(<-done)
	for _, line := range strings.Split(stack, "\n") {
		if !strings.HasPrefix(line, "\t") && strings.HasPrefix(line, "main.") {
			fmt.Println(line[:strings.IndexByte(line, '(')])
		}
	}
	if false {
		runtime.Breakpoint()
	}
}
