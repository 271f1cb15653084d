package statements

func f(x int, ch chan int) (r int, err error) {
	;
	x = 1
	x, y = y, x
	a, b := 1, 2
	x += 1
	x -= 1; x *= 2; x /= 3; x %= 4
	x &= 1; x |= 2; x ^= 3; x &^= 4; x <<= 5; x >>= 6
	x++
	y--
	ch <- 1
	<-ch
	f()
	*p = 1
	p.x[1] = 2
	(x) = 3
	var v int
	var (
		w = 1
		z, zz string
	)
	const c = 1
	type T struct{}
	type G[P any] []P
	go f()
	defer func() { recover() }()
	{
		x = 2
		{
		}
	}
L:
	for {
		break L
		continue L
		goto M
		break
		continue
	}
M:
	return
N:
	return 1, nil
O:
}
