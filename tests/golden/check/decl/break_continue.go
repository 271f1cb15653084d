package p

func f(x int, c chan int) {
	switch x {
	case 1:
		continue
	case 2:
		break
	}
	select {
	case <-c:
		continue
	}
	func() { break }()
	for {
		func() { continue }()
	}
L:
	if x > 1 {
		break L
	}
M:
	switch {
	default:
		continue M
	}
}
