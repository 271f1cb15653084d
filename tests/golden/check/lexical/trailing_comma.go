package p

var a = []int{
	1,
	2
}
func f() {
	g(1,
		2
	)
}
func g(a, b int) {}
