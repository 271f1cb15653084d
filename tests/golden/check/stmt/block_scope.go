package p

func f() {
	if x := 1; x > 0 {
		y := 2
		_ = y
	}
	println(x, y)
	for i := 0; i < 3; i++ {
	}
	println(i)
	switch z := 1; z {
	case 1:
		w := 1
		_ = w
	case 2:
		println(w)
	}
	{
		q := 1
		_ = q
	}
	q = 2
	a := a + 1
	var b = b
}
