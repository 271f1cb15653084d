package p

type T struct{}
func (t T) A(x int) string { return "" }
func (t *T) B() {}
func f(t T) {
	g := t.A
	g("a")
	var h func(int) int = t.A
	k := T.A
	k(1)
	k(t, 1)
	k(t, "a")
	l := (*T).B
	l(t)
	l(&t)
	T.B(t)
	t.A = nil
	_ = t.A == nil
	_ = t.A == t.A
	var i interface{ A(string) } = t
	T{}.B()
	_ = T.B
	map[string]T{}["a"].B()
	[]T{{}}[0].B()
	f2().B()
}
func f2() T { return T{} }
