package p

func g() chan int { return nil }
func f(c chan int, n int) {
	select {
	case x := <-c:
	case c <- "s":
	case n:
	case <-n:
	case n = <-c:
	case y, ok := <-g():
		_ = y
	case n + 1:
	case g():
	default:
	default:
	}
	select {
	case x := n:
	case n == 1:
	}
}
