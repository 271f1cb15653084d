package p

func f() {
L:
	for {
		break M
	}
	goto N
K:
	for {
		continue K
	}
L:
	println()
	continue L
	break
	continue
	if true {
		break
	}
}
