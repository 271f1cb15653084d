package p

func f(c chan int) {
	go c <- 1
	go func() { c <- 1 }
	defer close(c
}
