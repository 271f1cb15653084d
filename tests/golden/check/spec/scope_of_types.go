package p

func f() {
	var x T
	type T int
	var y T = x
	_ = y
}
type A struct{ b B }
type B struct{ c func(A) D }
