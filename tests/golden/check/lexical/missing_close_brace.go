package p

func f() {
	if true {
		println("x")

func g() {
}
