package p

type Num interface{ ~int | ~float64 }
var x Num
func f(n Num) Num { return nil }
type S struct { n Num; Num }
type P *Num
var m map[string]Num
func g() (r Num) { return }
type C interface{ comparable }
var c C
var cc comparable
func h(x any) { _ = x.(Num); switch x.(type) { case Num: case comparable: }
	_ = Num(x)
	var _ []comparable
}
type U interface { int | Num | error }
type V interface { int | comparable }
type W interface { int | interface{ m() } }
type X interface { int | ~int | int }
type Y interface { ~I; ~error; ~struct{}; ~Num }
type I int
func i[T any, U T | int]() {}
func j[T any, U ~T]() {}
func k[T any, U interface{ T }]() {}
