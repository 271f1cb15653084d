package p

func a() {
L:
	for {
	}
}
func b() {
	goto L
}
func c() {
	break
	continue
	fallthrough
}
func d() {
	for {
		break M
		continue N
	}
}
func e() {
L:
	if true {
		break L
	}
	for {
		continue L
	}
}
func f() {
	goto L
	x := 1
	_ = x
L:
}
func g() {
	goto L
	{
	L:
	}
}
func h() {
L:
	for {
	}
L:
	for {
		break L
	}
}
func i(x int) {
	switch x {
	case 1:
		fallthrough
	case 2:
		fallthrough
	}
	switch x {
	case 1:
		if true {
			fallthrough
		}
	case 2:
		fallthrough
		x = 1
	default:
		continue
	}
	switch any(x).(type) {
	case int:
		fallthrough
	default:
	}
	select {
	default:
		fallthrough
	}
}
func j() {
L:
	switch {
	case true:
		break L
	}
M:
	select {
	default:
		continue M
	}
}
func k() {
	for {
		func() {
			break
		}()
	}
}
func l() {
L:
	for {
		func() {
			break L
		}()
	}
}
func m() {
	goto L
	var x int
L:
	_ = x
	goto M
M:
}
func n() {
_:
	for {
		break _
	}
}
