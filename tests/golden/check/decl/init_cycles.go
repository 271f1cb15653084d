package p

var a = b
var b = c
var c = f()
func f() int { return a }
var d = d
const e = g
const g = e
var h = func() int { return h() }
type T [len(x)]int
var x T
