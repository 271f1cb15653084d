package p

type T struct{}
func (T) A() {}
func (*T) B() {}
type S struct{ T }
type P struct{ *T }
type I interface{ A(); B() }
var a I = T{}
var b I = &T{}
var c I = S{}
var d I = &S{}
var e I = P{}
var f I = &P{}
type N T
var g I = &N{}
type M I
var h M = &T{}
var i *I = &T{}
