package p

func two() (int, string) { return 1, "" }

func g(a int) {
	a := 1
	b := 2
	b := 3
	b, c := 4, 5
	c, c := 1, 2
	_ := 1
	_, _ := 1, 2
	d, d := 1, 2
	a.x := 1
	e, f := two()
	e, f := two()
	{
		a := 5
		_ = a
	}
	len := 3
	h := nil
	k := undefined
	l := int
	n := println
	o := f2()
	_, _, _, _, _ = e, f, h, k, o
	if q := 1; q == 2 {
	}
	if r := 1; true {
	}
	for s := 0; ; {
	}
}

func f2() {}
