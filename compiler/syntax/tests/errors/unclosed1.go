package p

func f() {
	if x {
		y()

func g() {
	z()
}
