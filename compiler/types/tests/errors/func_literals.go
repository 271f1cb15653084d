package p

func g() {
	f := func(x int) int { return "a" }
	h := func() int {}
	k := func(a, b int) { c := a }
	func() { undefined() }()
	var r func(int) = func(s string) {}
	_ = func() (int, string) { return 1 }()
	x := 1
	go func() { x = "a" }()
	defer func(y int) {}(x, 2)
	_ = f
	_ = h
	_, _ = k, r
	func() {
		return 1
	}()
	_ = func(a int, a string) {}
	_ = func(_ int, _ string) {}
	var rec func(int) int
	rec = func(n int) int { return rec(n - 1) }
	z := func() { z() }
}
