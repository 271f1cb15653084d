package p

const (
	a = iota
	_
	c
	d = "x"
	e
	f float32 = iota
	g
	h = 1 << (iota * 10)
	i int8 = 1 << (iota - 2)
	j
)
var x [c]int = [3]int{}
var y string = e
var z int = g
