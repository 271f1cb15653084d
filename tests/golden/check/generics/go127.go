package p

func f() {
	p := new(1)
	var q *string = new("a")
	var r *int = new("a")
	s := new(1 + 2.5)
	var t *float64 = new(1)
	_ = new(nil)
	*p = "a"
	*q = 1
	_ = *s + 1
}
type T struct{}
func (T) G[A any](a A) A { return a }
func (t T) H[A any, A any]() {}
func g(t T) {
	var s string = t.G(1)
	t.G[int]("a")
	t.G()
	h := t.G
	h2 := t.G[int]
	h2("a")
	_ = T.G
}
