package p

func f(a, b int) int

func g() {
	f(1 2)
	f(1, 2
	f(1,, 2)
	x := f(1, 2]
	f(a...b)
	_ = x
}

func h() {
	f(func() { return }
}
