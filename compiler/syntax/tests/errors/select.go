package p

func f() {
	select {
	case <-c
		x()
	case c <- 1:
	case x = <-c:
	foo:
	}
	select x {
	}
	select
	{
	}
}
