package p

func f() {
	L:
	}
	M
}
