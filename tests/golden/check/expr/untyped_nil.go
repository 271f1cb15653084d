package p

var a = nil
var b int = nil
var c []int = nil
var d = []int(nil)
func f() {
	x := nil
	var y = nil
	nil = 1
	_ = nil
	return nil
}
func g() string { return nil }
func h() (int, error) { return nil, nil }
func i() error { return 1 }
