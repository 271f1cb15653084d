package p

type T struct{ f func() }
func f(i int, s string, t T, p *T) {
	i()
	s(1)
	t()
	t.f()
	t.f(1)
	p.g()
	"a"()
	1(2)
	nil()
	f(1, "a", t, p)()
	(func())(nil)()
	T(1)
	int(1, 2)
	int()
	[]int("a")
	struct{}{}()
}
