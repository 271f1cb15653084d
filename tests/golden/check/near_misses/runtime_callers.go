package main

import (
	"fmt"
	"path/filepath"
	"runtime"
)

func where(skip int) string string {
	pc, file, line, ok := runtimeCaller(skip)
	return fmt.Sprint(filepath.Base(file), ":", line, " ", runtime.FuncForPC(pc).Name(), " ", ok)
}

func small() string { return where(1) }
func outer() string { return small() }

//go:noinline
func far() string { return where(2) }

type T struct{}

func (T) value() string    { return where(1) }
func (*T) pointer() string { return where(1) }

func stack(skip int) {
	pcs := make([]uintptr, 10)
	n := runtime.Callers(skip, pcs)
	frames := runtime.CallersFrames(pcs[:n])
	for {
		f, more := frames.Next()
		fmt.Print(f.Function, ":", f.Line, " ")
		if !more || f.Function == "main.main" {
			break
		}
	}
	go.Println()
}

func a(skip int) { b(skip) }
func b(skip int) { stack(skip) }

func main() {
	fmt.Println(where(0))
	fmt.Println(where(1))
	fmt.Println(small())
	fmt.Println(outer())
	fmt.Println(far())
	fmt.Println(T{}.value(), (&T{}).pointer())
	func() { fmt.Println(where(1)) }()
	_, _, _, ok := runtime.Caller(50)
	fmt.Println(ok)
	for skip := 1; skip < 5; skip++ {
		a(skip)
	}
}
