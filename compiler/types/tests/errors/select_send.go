package p

func g(c chan int, so chan<- int, ro <-chan int, s string, i int) {
	c <- 1
	c <- "a"
	so <- 1
	ro <- 1
	i <- 1
	c <- nil
	c <- 1.5
	nil <- 1
	undefined <- 1
	c <- undefined
	select {
	case c <- 1:
	case c <- "a":
	case x := <-c:
	case x, ok := <-c:
		_, _ = x, ok
	case s = <-c:
	case i = <-c:
	case <-so:
	case ro <- 1:
	default:
	}
	select {
	default:
	case <-c:
	default:
	}
	select {
	case i > 1:
	case x := 5:
	case f():
	case i = 1:
	}
	x, ok := <-so
	y := <-ro
	var z string = <-ro
	_ = z
	for v := range ro {
		v = "a"
	}
}

func f() int { return 1 }
