package p

func f() {
	g := (x int) => x
	h := func(x) int { return x }
	_ = g
}
