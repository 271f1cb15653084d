package p

func clean() {
L:
	for {
	}
}

func flawed() {
unused:
	_ = 'ab'
	_ = func() {
	inner:
	}
}
