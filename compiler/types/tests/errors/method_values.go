package p

type T struct{ f func() }

func (t T) V(int)  {}
func (t *T) P(int) {}

type I interface{ V(int) }

func g(t T, p *T, i I) {
	var a func(int) = t.V
	var b func(int) = t.P
	var c func(string) = t.V
	var d func(T, int) = T.V
	var e func(*T, int) = T.V
	var f func(*T, int) = (*T).P
	var h func(*T, int) = (*T).V
	var j func(T, int) = T.P
	var k func(I, int) = I.V
	var l func(T, int) = I.V
	var m func(int) = i.V
	t.f()
	t.f(1)
	T.V(t, 1)
	T.V(1)
	T.V(p, 1)
	(*T).P(t, 1)
	t.V("x")
	t.V == nil
	_ = t.V == t.V
	_, _, _, _, _, _, _, _, _, _, _ = a, b, c, d, e, f, h, j, k, l, m
	t.V
	T.V
	go t.V
}
