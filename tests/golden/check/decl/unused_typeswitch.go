package p

func f(x any) {
	switch y := x.(type) {
	}
	switch y := x.(type) {
	case int:
	case string:
	}
	switch y := x.(type) {
	case int:
		_ = y
	}
}
