package p

func f() {
	type T struct{ x T2 }
	type U struct{ u U }
	type V []V
	var t T
	var v V = 1
	type W interface{ m() }
	var w W = v
	func (t T) m() {}
}
