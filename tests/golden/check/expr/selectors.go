package p

type T struct{ x int; Y string }
func (T) M() {}
func (*T) P() {}
type I interface{ N() }
func f(t T, p *T, pp **T, i I, pi *I, n int) {
	_ = t.z
	_ = t.y
	_ = t.X
	t.m()
	t.Q()
	p.z()
	pp.x = 1
	pp.M()
	i.M()
	pi.N()
	n.foo()
	n.x = 1
	_ = t.M.x
	_ = T.x
	_ = T.M
	_ = T.P
	_ = (*T).P
	_ = I.N
	_ = T.Z
	T{}.P()
	(&T{}).P()
	_ = t.x.y
	nil.x()
	_ = "a".len
	f.x()
	_ = [3]int{}.len()
}
