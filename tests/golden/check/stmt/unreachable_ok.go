package p

func f() int {
	return 1
	println("x")
	for {
	}
}
func g() {
	panic(1)
	x := 1
}
