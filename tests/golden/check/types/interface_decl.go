package p

type A interface { f(); f() }
type B interface { f(int); g(); A2 }
type A2 interface { f(string) }
type C interface { x int }
type D interface { Missing }
type E interface { struct{} }
type F interface { *int }
type G interface { f(); _() }
var e E
var g interface{ int | string }
func h(x E) {}
type I interface { int; f() }
var i I
