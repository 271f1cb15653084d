package p

type T struct {
	A int
	B string
}
type E struct {
	T
	C int
}
type PE struct {
	*T
	D int
}

var (
	a = T{1}
	b = T{1, "a", 3}
	c = T{A: 1, "b"}
	d = T{1, B: "b"}
	e = T{X: 1}
	f = T{a: 1}
	g = T{A: "x"}
	h = T{A: 1, A: 2}
	i = T{"x", 1}
	j = E{A: 1, C: 2}
	k = E{T: T{}, A: 1}
	l = E{A: 1, T: T{}}
	m = PE{A: 1}
	n = T{1: 2}
	o = &T{1, "x", 2}
	q = []T{{1}, {A: 2}, {X: 3}}
	r = []*T{{1, "a"}, {C: 1}}
	s = map[string]T{"a": {1, "b"}, "c": {1}}
	t = struct{ x, y int }{1}
	u = T{A: undefined}
	v = T{B: nil}
	w = T{undefined, "x"}
)
