// A stack has one pc for each call, inlined or not, down to goexit.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

func small(pcs []uintptr) int { return runtime.Callers(0, pcs) }

func middle(pcs []uintptr) int { return small(pcs) }

//go:noinline
func far(pcs []uintptr) int { return middle(pcs) }

func show(n int, pcs []uintptr) {
	fmt.Println(n)
	frames := runtime.CallersFrames(pcs[:n])
	for {
		f, more := frames.Next()
		line := f.Line
		if strings.HasPrefix(f.Function, "runtime.") {
			line = 0
		}
		fmt.Println(f.Function, line, more)
		if !more {
			return
		}
	}
}

func main() {
	pcs := make([]uintptr, 20)
	n := far(pcs)
	show(n, pcs)
	// Each pc alone, and parts of the stack.
	for i := range n {
		f, more := runtime.CallersFrames(pcs[i : i+1]).Next()
		fmt.Println(f.Function, more)
	}
	show(runtime.Callers(1, pcs), pcs)
	show(runtime.Callers(0, pcs[:1]), pcs)
	done := make(chan bool)
	go func() {
		show(far(pcs), pcs)
		close(done)
	}()
	<-done
	depth := 0
	for ; ; depth++ {
		if _, _, _, ok := runtime.Caller(depth); !ok {
			break
		}
	}
	fmt.Println(depth)
}
