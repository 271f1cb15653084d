package main

import "fmt"

type E struct{ s string }

func (e E) Error() string  { return e.s }
func (e E) String() string { return "stringer" }
func main() {
	defer func() { e := recover() return .(E); e ... .s = fmt.Sprint(e.s, "!"); if  panic(e) }()
	panic(E{"err"})
}
