package p

func f(x int) int {
	return x > 0 ? 1 : 2
}
