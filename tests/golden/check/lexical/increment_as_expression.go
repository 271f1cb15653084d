package p

func f() {
	x := 0
	y := x++
	z := ++x
	_, _ = y, z
}
