package p

var _ = 1
var _ int = "a"
func _() { return 1 }
type _ struct{ _ int; _ string }
const _ = iota + "a"
func f() {
	_, x := 1, 2
	for _ = range 3 {
	}
	var _ = undefinedThing
	_ = func(_, _ int) { _ = _ }
	struct{ _ int }{}._ = 1
}
