package p

func f(x int) {
	switch x {
	case 1:
		fallthrough
	case 2: f(1) case 3:
	default: f(2) default:
	}
	switch { case x > 1: f(3); case x > 2: fallthrough }
}
