// Names of functions, looked up by the address of a func value or of a call.
package main

import (
	"fmt"
	"reflect"
	"runtime"
)

type T struct{}

func (T) Val()         {}
func (*T) Ptr()        {}
func f(n int) int      { return n }
func gen[X any](x X) X { return x }

func name(fn any) string {
	return runtime.FuncForPC(reflect.ValueOf(fn).Pointer()).Name()
}

func where() string {
	pc, file, line, ok := runtime.Caller(1)
	_ = file
	return fmt.Sprint(runtime.FuncForPC(pc).Name(), line, ok)
}

type S struct{}

func (s *S) m() string { return where() }
func (s S) v() string  { return where() }

func main() {
	fmt.Println(name(f))
	fmt.Println(name(main))
	fmt.Println(name(gen[int]))
	fmt.Println(name(T.Val), name((*T).Ptr), name(T{}.Val), name((&T{}).Ptr))
	x := 1
	g := func() { x++ }
	fmt.Println(name(g), name(func() {}), name(fmt.Println))
	fmt.Println(where())
	fmt.Println((&S{}).m(), S{}.v())
	fmt.Println(func() string { return where() }())
	func() {
		defer func() { fmt.Println(where()) }()
	}()
	var pcs [10]uintptr
	n := runtime.Callers(0, pcs[:])
	frames := runtime.CallersFrames(pcs[:n])
	for {
		fr, more := frames.Next()
		if fr.Function != "runtime.goexit" {
			fmt.Println(fr.Function, fr.Line > 0)
		}
		if !more {
			break
		}
	}
}
