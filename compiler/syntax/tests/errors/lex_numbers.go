package p

var (
	a = 0x
	b = 0b102
	c = 08
	d = 0o9
	e = 1_000_
	f = 1__0
	g = 0x1.0
	h = 1e
	i = 0x1p
	j = 0b1.0
	k = 1p3
	l = 0x_1
	m = 08.5
	n = 08i
	o = 0b1e3
	p = 0_x
	q = ._5
	r = 1_.5
	s = 0xg
	t = 12ab
)
