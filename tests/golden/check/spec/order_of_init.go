package p

var a = b + 1
var b = f()
func f() int { return c }
var c = d
var d = e.x
var e = struct{ x int }{g()}
func g() int { return a }
type T struct{}
func (T) m() int { return h }
var h = T.m(T{})
var i = T{}.n
func (T) n() { _ = i }
