package p

func f() {
	a, b
	a, b += 1
	a, b++
	a := b := c
	a = b = c
	a, 3 := 1, 2
	a.b := 1
	(a) := 1
	1 = a
	a <- b <- c
	a, b <- c
	x +
	y = x
	:= 3
	= 4
}
