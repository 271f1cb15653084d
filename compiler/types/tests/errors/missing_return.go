package p

func a() int {}
func b(x int) int {
	if x > 0 {
		return 1
	}
}
func c(x int) int {
	if x > 0 {
		return 1
	} else {
		return 2
	}
}
func d(x int) int {
	for {
	}
}
func e(x int) int {
	for x > 0 {
	}
}
func f(x int) int {
	for {
		break
	}
}
func g(x int) int {
	switch x {
	case 1:
		return 1
	}
}
func h(x int) int {
	switch x {
	case 1:
		return 1
	default:
		panic("x")
	}
}
func i(x int) int {
	switch x {
	case 1:
		fallthrough
	default:
		return 2
	}
}
func j(x int) int {
	switch x {
	case 1:
		break
	default:
		return 2
	}
	return 1
}
func k(x int) int {
	switch x {
	case 1:
		break
	default:
		return 2
	}
}
func l() int {
	panic("a")
}
func m() int {
	goto L
L:
	return 1
}
func n() int {
L:
	for {
		for {
			break L
		}
	}
}
func o() int {
L:
	for {
		for {
			break
		}
		continue L
	}
}
func q(c chan int) int {
	select {
	case <-c:
		return 1
	}
}
func r(c chan int) int {
	select {
	case <-c:
	}
}
func s() int {
	select {}
}
func t() int {
	{
		return 1
	}
}
func u() int {
	return 1
	;
}
func v() int {
	func() int {
	}()
}
func w(x any) int {
	switch x.(type) {
	case int:
		return 1
	default:
		return 2
	}
}
func x() int {
	for range 10 {
		return 1
	}
}
func y() (n int) {
	n = 1
}
func z() int {
	panic := func(string) {}
	panic("x")
}
