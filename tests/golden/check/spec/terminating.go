package p

func a(x int) int {
	for {
		if x > 1 {
			break
		}
	}
}
func b(x int) int {
L:
	for {
		for {
			break L
		}
	}
}
func c(x int) int {
	switch x {
	case 1:
		return 1
	default:
		break
	}
}
func d(c chan int) int {
	select {
	case <-c:
		return 1
	case c <- 1:
	}
}
func e(x int) int {
	if x > 1 {
		return 1
	} else if x > 2 {
		return 2
	}
}
func f(x any) int {
	switch x.(type) {
	case int:
		return 1
	default:
		panic(1)
	}
}
func g() int {
	panic := func(int) {}
	panic(1)
}
func h() int {
	for true {
	}
}
func i() int {
	defer panic(1)
}
func j(x int) int {
	for range x {
		return 1
	}
}
