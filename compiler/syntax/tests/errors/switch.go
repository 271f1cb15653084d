package p

func f() {
	switch x {
		y()
	case 1:
	}
	switch x
	case 1:
	}
	switch x {
	case 1
		y()
	case 2:
	default
		z()
	}
	switch x {
	case:
	case 1, :
	default 3:
	}
}
