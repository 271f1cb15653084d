package p

func f(x any, y int) {
	switch y {
	case 1:
		if true {
			fallthrough
		}
	case 2:
		fallthrough
		println()
	case 3:
		fallthrough
	}
	switch x.(type) {
	case int:
		fallthrough
	default:
	}
	fallthrough
}
