package main

import (
	"fmt"
	str "strings"
	"os"
	_ "sync"
	. "errors"
)

const (
	a = iota
	b
	c, d = iota, iota
	e
	f, g, h
)

const big int8 = 200
const bad string = 1
const s = "x" + 1
const fn = len("abc") + len(os.Args)

var x int = "a"
var y, z = 1
var p, q = two()
var r = three()
var undefinedType missing
var dup int
var dup string

func dup() {}

type T struct {
	a int
	a string
	T2
	*int
}

type T2 struct{ T }
type T3 [2]T3
type T4 []T4
type T5 T6
type T6 T5
type A1 = A2
type A2 = A1
type I interface {
	I
}
type M map[[]int]string
type J interface {
	m()
	m()
	fmt.Stringer
	String() int
}

func (t T) m()  {}
func (t T) m()  {}
func (t *T) a() {}
func (t int) k() {}
func (t fmt.Stringer) l() {}
func (t missing) u() {}

func two() (int, int) { return 1, 2 }
func three() {}
func init() int { return 1 }
func init() {}
func main(x int) {}
func _() {}
var init = 1
var v1 = v2
var v2 = f1()
func f1() int { return v1 }
var w1 int = w1
