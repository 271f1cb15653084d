package p

func f(a, b chan int, c chan string, x []int) {
	select {
	case v := <-a:
		_ = v + "x"
	case x[0] = <-c:
	case x[1], ok := <-b:
	case v, ok = <-b:
	case c <- 1:
	case (<-a):
	case <-a + 1:
	case v := a:
	case f:
	}
	select {}
	println("x")
}
