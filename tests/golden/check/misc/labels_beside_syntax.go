package p

func clean() {
L:
	for {
	}
	break
	continue M
	goto N
	func() {
		break L
	}()
}

func flawed() {
unused:
	x := := 1
	break
	_ = func() {
		continue
	}
}

func (T) clean() { fallthrough }

func runes() {
other:
	_ = 'ab'
}
