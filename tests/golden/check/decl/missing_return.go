package p

func a() int {}
func b(x bool) int {
	if x {
		return 1
	}
}
func c(x int) int {
	for x < 10 {
		return 1
	}
}
func d() int {
	for {
		break
	}
}
func e(x int) int {
	switch x {
	case 1:
		return 1
	}
}
func g(x int) int {
	switch {
	default:
		return 1
	case x > 1:
	}
}
func h() (x int) {}
var i = func() int {}
