package p

func f() {
L:
	x()
M:
}

func g() {
	switch {
	case x:
	L:
	case y:
	}
	goto
	goto 3
	break L M
	continue 3
}
