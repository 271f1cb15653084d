package p

type T int
func f() {
	T
	x := T
	T = 1
	_ = T + 1
	var y x
	int = 3
	var z f
	return T
}
