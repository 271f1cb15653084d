package p

type T struct{ n int }
func (t T) V(x int) int { return x }
func (t *T) P(x int) int { return x }
type I interface{ V(int) int }
func f(t T, p *T, i I) {
	_ = T.V(t, 1)
	_ = T.P(t, 1)
	_ = (*T).V(p, 1)
	_ = (*T).P(t, 1)
	_ = I.V(i, 1)
	_ = I.V(t, "a")
	_ = I.P
	_ = T.n
	_ = T.Missing
	_ = t.V(t, 1)
	var a func(T, int) int = T.V
	var b func(int) int = T.V
	var c func(int) int = p.V
	_ = interface{ M() }.M
}
