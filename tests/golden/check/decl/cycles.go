package p

var a = b
var b = c
var c = f()
func f() int { return a }
var x = y
var y = x
var z = func() int { return z }()
const k = l
const l = k
type T [len(T{})]int
type U [n]int
const n = len(U{})
var m = g
func g() { _ = m }
var p = (*S).meth
type S struct{}
func (*S) meth() { _ = p }
var q int = S2{}.m()
type S2 struct{}
func (S2) m() int { return q }
var r, s = t, t
var t = r
type V interface { m([len(v)]int) }
var v [3]V
type W struct { w [unsafe_(w)]int }
var w W
func unsafe_(W) int { return 1 }
