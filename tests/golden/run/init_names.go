package main

import (
	"fmt"
	"runtime"
)

func where() {
	pc, _, line, _ := runtime.Caller(1)
	fmt.Println(runtime.FuncForPC(pc).Name(), line)
}

func init() { where() }
func init() { func() { where() }() }

var x = func() int { where(); return 1 }()

type T struct{}

func (T) M()  { where() }
func (*T) P() { where(); func() { where() }() }

func main() {
	where()
	T{}.M()
	(&T{}).P()
	f := T.M
	f(T{})
	g := (&T{}).P
	g()
}
