package p

import _ "os"
import _ "nosuch/pkg"
var _ = 1
var _ int = "a"
func _() { return 1 }
func _(_ int, _ string) (_ bool) { return }
type _ struct{ _ int; _ string }
const _ = iota + "a"
func f() { _ = _; _, x := 1, 2; for _ = range 3 { }; for _, _ = range []int{} {} }
