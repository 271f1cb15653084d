package p

type T struct {
	A int
	b string
}

func (T) M()   {}
func (*T) PM() {}

type I interface{ M() }

type E1 struct{ X int }
type E2 struct{ X int }
type Amb struct {
	E1
	E2
}

func f() T { return T{} }

func g(t T, pt *T, ppt **T, i I, pi *I, amb Amb, x int) {
	_ = t.A
	_ = t.C
	_ = t.a
	_ = t.B
	t.m()
	t.M()
	t.PM()
	f().PM()
	T{}.PM()
	(&T{}).PM()
	_ = pt.A
	_ = ppt.A
	ppt.M()
	i.M()
	i.N()
	pi.M()
	_ = amb.X
	_ = x.y
	_ = T.M
	_ = T.PM
	_ = (*T).PM
	_ = T.A
	_ = T.Z
	_ = I.M
	_ = undefined.x
	_ = len.x
	_ = nil.x
	_ = t.M.x
	_ = "abc".len
	_ = g.x
	t.M = nil
	f().A = 1
	pt.A = 1
}
