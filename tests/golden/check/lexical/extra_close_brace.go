package p

func f() {
}
}
func g() int {
	return "x"
}
