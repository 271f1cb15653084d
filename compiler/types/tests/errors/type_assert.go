package p

type I interface{ M() }
type J interface{ N() }
type T struct{}

func (T) M() {}

type P struct{}

func (*P) M() {}

func g(i I, e any, x int, err error) {
	_ = i.(T)
	_ = i.(P)
	_ = i.(*P)
	_ = i.(J)
	_ = i.(int)
	_ = e.(int)
	_ = e.(undefined)
	_ = x.(int)
	_ = e.(x)
	_ = e.(nil)
	_ = T{}.(I)
	_ = nil.(int)
	v, ok := e.(int)
	v, ok, z := e.(int)
	_ = err.(*T)
	e.(int)
	_ = e.(type)
	var s string = e.(int)
	var b bool
	var n int
	n, b = e.(int)
	s, b = e.(int)
	n, s = e.(int)
	_, _ = v, ok
	_, _ = n, z
}
