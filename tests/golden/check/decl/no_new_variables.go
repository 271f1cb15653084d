package p

func f() {
	a, b := 1, 2
	a, b := 3, 4
	a, _ := 5, 6
	_ := 7
	_, _ := 8, 9
	a, c := 1, 2
}
