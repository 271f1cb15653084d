package p

type T struct{ x int }
func f(p *int, q **int, t *T, i int) {
	p = i
	p = &t
	*p = "a"
	i = p
	i = *q
	**q = 1.5
	_ = p.x
	_ = p + 1
	_ = *t.x
	p = nil
	*p = nil
	_ = p == q
	_ = &*p
	_ = *&i
	_ = *p[0]
	t = &T{"a"}
	t = T{1}
	_ = p[0]
	p++
}
