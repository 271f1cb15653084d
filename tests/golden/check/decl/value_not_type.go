package p

var x int
const c = 1
func g() {}
var a x
var b c
var d g
func f(p x) (q c) { return }
type U struct { x; g }
