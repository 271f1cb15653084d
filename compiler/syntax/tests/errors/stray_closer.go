package p

func f() {
	)
	x := 1
}

func g() {
	x := a]
	y := b)
	case 3:
	default:
	else
	import "x"
	package q
	func h() {}
}
