package p

func f() {
	g := func(x int) string { return x }
	g("a")
	g(1, 2)
	g()
	var h func(int) int = g
	h = func(s string) int { return 1 }
	func(a int) {}("x")
	_ = func() { return 1 }
	_ = func() int { return }
	k := func() { k() }
}
