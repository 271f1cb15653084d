package p

func f() {
	x := _
	_ = _
	_()
	_.x = 1
	var y _
	_ += 1
	_++
}
type _ int
var _ _
