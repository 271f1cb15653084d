package p

type Stringer interface { String() string }
type Num interface { int | float64; String() string }
type X int
func (X) String() string { return "" }
type Y int
func (*Y) String() string { return "" }
func show[T Stringer](x T) string { return x.String() }
func both[T Num](x T) {}
func cmp1[T comparable](x T) {}
func f(a any, s Stringer, fn func()) {
	show(1)
	show(X(1))
	show(Y(1))
	y := Y(1)
	show(&y)
	show(s)
	show[any](a)
	both(X(1))
	both(1)
	cmp1(a)
	cmp1(fn)
	cmp1([]int{})
	cmp1(struct{ f []int }{})
	cmp1(s)
}
