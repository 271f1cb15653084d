package p

func f() {
	x := 1 y := 2
	foo() bar()
	return 1 2
	a b
	goto L M
	break 1
}

func g() {
	if x { return } else { return } y()
	x = 3 z
}
