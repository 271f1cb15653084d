package p

func f() {
	/* here it starts
}
