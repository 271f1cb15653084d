package p

var a = b
var b = a
const c = d
const d = c

type T struct{ t T }
type U [2]U
type V struct{ v *V }
type W W
type X Y
type Y X
type I interface{ I }

var e = f()

func f() int { return e }

var g = func() int { return g() }

type A struct{ b B }
type B struct{ a A }

var x int = y + z
var y = x
var z = 1
