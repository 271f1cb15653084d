package p

func f(a ...int) {
	f(a...)
	f(a..., 1)
	f(...a)
	f(1, a...,)
	x := [...]int{1}
	var y [...]int
	z := ...a
	f(a ... b)
}
