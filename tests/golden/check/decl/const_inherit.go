package p

const (
	a uint8 = 255 + iota
	b
	c
)
const (
	d, e = iota, iota
	f
	g, h, i
)
