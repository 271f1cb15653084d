package p

import _ "fmt"

type _ int
type I interface {
	_()
	m()
}
type S struct {
	_ int
	_ string
	x int
}

const _ = 1
const _ int = "a"

var _ = undefined
var _, _ = 1, 2
var s = S{x: 1, _: 2}
var s2 = S{1, "a", 2}

func _(x int) int { return "a" }
func _() { _ = s._ }
func (S) _() {}
func (_ S) a(_ int, _ string) (_ int) { return _ }
