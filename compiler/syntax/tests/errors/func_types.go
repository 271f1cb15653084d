package p

func f() func() {
	return func() { }
}
func g() (int {
}
func h(
	a int,
	b int
) {
}
func i(a int) int, error {
}
func j() -> int {
}
func k() : int {
}
func l(int a) {
}
