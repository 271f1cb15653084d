package p

var (
	a = "abc
	b = "\q"
	c = 'ab'
	d = ''
	e = '\400'
	f = "\xg0"
	g = "\u12"
	h = '\U00110000'
	i = "\ud800"
	j = '\''
	k = '
	l = '\
	m = '\n
	n = "\
	o = '"\"'
	p = "\'"
	q = '\x0'
	r = "\08"
	s = '\z'
)
