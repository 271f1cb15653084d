package p

func f() {
	a, b += 1, 2
	a, b++
	x := y := 1
	a = b = 1
}
