package p

func f(c chan int) {
	select {
	case x := <-c
		_ = x
	case c <- 1:
	case <-c, 1:
	}
}
