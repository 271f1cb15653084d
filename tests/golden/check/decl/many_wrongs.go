package main

import (
	"fmt"
	"os"
	str "strings"
	"math"
	_ "embed"
	. "errors"
)

type A struct {
	x, x int
	A
	B
	*C
	f func(
		a int,
		b string) (int, error)
}
type B interface{ m(); m() }
type C struct{ a int; D }
type D struct{ E }
type E struct{ *D; C }
type F [len(G{})]int
type G [2]F
type H map[[]int]string
type I chan<- chan<- int
type J[T any] struct{ J[T] }
type K[T comparable] struct{ v T }

var k1 K[[]int]
var k2 K[any]
var k3 K[func()]
var k4 K
var k5 J[int, int]

func (a A) m() {}
func (a *A) m() {}
func (a *B) n() {}
func (int) p() {}
func (fmt.Stringer) q() {}
func (K[T]) z() T { return nil }
func (k K[P]) y(x P) P { return x.foo }
func f(a int, a string) (b int, b error) { return }
func h() int {}
func i() int { for {} }
func j() int { for { break } }
func k() int { if true { return 1 } else { return 2 } }
func l() int { switch { case true: return 1 } }
func m() int { L: for { break L }; return }
func n() (int, string) { return 1 }
func o() (x int, err error) { { err := New("x"); return } }
func p() { return 1 }

const c1 = 1 / 0
const c2 int8 = 128
const c3 = "a" + 1
const c4 = len([]int{1})
const c5 uint = -1
const c6 = 1 << -1
const c7 float32 = 1e40
const c8 = c9
const c9 = c8
const c10 = math.Sqrt(2)
const c11 bool = 1 == 1.0 && "a"

var v1 = v2
var v2 = v3
var v3 = v1
var v4 int = nil
var v5 = nil
var v6, v7 = 1
var v8, v9 int = 1, 2, 3
var v10 = f
var v11 [3]int = [...]int{1, 2, 3, 4}
var v12 = [2]int{1, 2, 3}
var v13 = []int{0: 1, 0: 2, -1: 3, "a": 4}
var v14 = map[string]int{"a": 1, "a": 2, 3: 4}
var v15 = A{1, 2}
var v16 = A{x: 1, y: 2, x: 3}
var v17 = &A{x: "s"}
var v18 = struct{ a int }{b: 1}
var v19 int = "a"
var v20 string = 'a'
var v21 = v21 + 1

func main() {
	x := 1
	var y int
	z, x := 3, "s"
	a, b := f(1)
	_ = a
	fmt.Println(undefined1, undefined2.foo)
	fmt.Printn("x")
	os.exit(1)
	str.NoSuch()
	x.foo()
	x++
	"a"++
	x += "b"
	x = x && true
	!x
	-"a"
	^1.5
	&1
	*x
	if x { }
	if x = 1; x == 1 { }
	for x := range 1.5 { }
	for i, j, k := range []int{} { }
	for i, j := range 5 { }
	for i, j := range make(chan int) { }
	switch x { case 1, 1: case "a": default: default: }
	switch x.(type) { }
	switch t := y.(type) { case int: }
	var e error
	switch t := e.(type) { case int: case error, error: case *A: }
	select { case x: case <-y: case y <- 1: default: }
	go fmt.Println
	defer recover
	defer int(3)
	break
	continue
	goto L1
	L2: x = 1
	goto L3
	var q int
	L3: _ = q
	for { continue L2 }
	func() { break }()
	fallthrough
	return 1
}
