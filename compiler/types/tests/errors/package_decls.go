package main

import (
	"fmt"
	"fmt"
	"strings"
	foo "os"
)

var fmt = 1

type S struct {
	n int
	next *S
	arr [n]int
	arr2 [2.5]int
	arr3 [-1]int
	arr4 [len(os)]int
	arr5 [1 << 70]int
}

const n = 10
const m int = 3
var k = 4

type F func(int, ...string) (a, b int)
type C chan<- <-chan int
type E struct {
	error
	*E
	fmt.Stringer
	S
}

func f(a int, a string) (b int, b bool) { return }
func g(x ...int, y int) {}
func h(int, x string) {}

type G [k]int
type H [m]int
type K interface { int | string }
var kk K
type L struct{ K }
func useK(k K) {}
func (s S) String() string { return "" }
func (s *S) n2() {}

func local() {
	type A struct { b *B }
	type B struct { a A }
	type X struct { x X }
	const c = 1
	const c = 2
	var u, v int = 1
	var w = c, 2
	x := x
	var unused int
	var y = func() int { return y }
	_ = y
	type unusedType int
	const unusedConst = 3
	{
		var v int
		_ = v
	}
}

func main() {}
