package p

func g() int { return 1 }
func f(x []int) {
	defer g
	go g
	defer len(x)
	go append(x, 1)
	defer int(1)
	defer func() {}
	defer recover()
	defer panic(1)
	defer (g())
	go println("x")
	defer undefined()
	defer g(1)
	defer make([]int, 1)
	defer copy(x, x)
	defer close(1)
	defer "x"
}
