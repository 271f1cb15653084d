package p

import "strings"

var a = b
var c undefinedType
var d *undefinedType2
var e []undef3
var f = undefFunc()
var f2 = strings.explode("", 1)
var g = strings.Nope
var h = strings.builder
var i strings.Builderx
var j = strings.toUpper("x")
var k = strings.ToUpper(1)
var l map[undef4]undef5

func fn(x undef6) undef7 {
	return y
}

func (r undef8) m() {}

type T struct {
	a undef9
	undef10
}
type I interface {
	M(undef11)
	undef12
}

func g2() {
	x = 1
	z := w
	undef13()
	undef14.foo()
	var v undef15
	_ = undef16{}
	_ = []undef17{}
	for range undef18 {
	}
	_ = strings
	strings.x()
}
