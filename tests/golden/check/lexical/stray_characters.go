package p

func f() int {
	x := 1 @ 2
	y := 3 # 4
	return x + y ? 1 : 2
}
