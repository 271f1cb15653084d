package p

var a = iota
func f() int { return iota }
const (
	b = iota
	c int8 = iota + 127
	d
	e = "s" + iota
)
