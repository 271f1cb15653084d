package p

func f(i int, b byte, s string, x any, t float64) {
	switch i {
	case 1, 2:
	case 3, 2:
	default:
	default:
	}
	switch b {
	case 'a':
	case 97:
	case 256:
	}
	switch true {
	case true, true:
	}
	switch t {
	case 1.0, 1:
	}
	switch x.(type) {
	case int, string, int:
	case nil, nil:
	default:
	default:
	}
}
