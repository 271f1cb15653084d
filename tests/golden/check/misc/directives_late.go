package main

import _ "unsafe"

//go:linkname nothing other.b
//go:linkname a other.a
//go:linkname a other.c
//go:linkname f other.T[int]

//go:nosplit
type T struct{ x int }

//go:noinline
var a = 1

//go:noescape
func f() {}

func g()

func main() {
	//go:norace
	var x int
	_ = x
}
