package p

type Pair[A, B any] struct {
	a A
	b B
}

func (p Pair[A, B]) Swap() Pair[B, A]        { return Pair[B, A]{p.b, p.a} }
func (p *Pair[_, B]) Second() B              { return p.b }
func (p Pair[A, B]) With[C any](c C) Pair[A, C] { return Pair[A, C]{p.a, c} }
func (p Pair[A, B]) Bad() A                  { return p.b }
func (p Pair[A]) Few()                       {}
func (Pair) None()                           {}

type Alias[T any] = Pair[T, T]
type Fixed = Pair[int, string]

func (a Alias[T]) NoMethods() {}
func (f Fixed) NoMethods2()   {}

type Num interface{ ~int | ~float64 }
type Vec[T Num] []T

func (v Vec[T]) Sum() (s T) {
	for _, x := range v {
		s += x
	}
	return
}

func (v Vec[T]) Wrong() string { return v[0] }

type Stack[T any] struct{ Vec[T] }
type Good[T Num] struct{ Vec[T] }

type Iface[T any] interface{ Get() T }
type impl struct{}

func (impl) Get() int { return 1 }

func use() {
	var p Pair[int, string]
	var q Pair[string, int] = p
	var r Pair[string, int] = p.Swap()
	_ = p.Second() + 1
	_ = p.With(1.5).b + "x"
	var _ Iface[int] = impl{}
	var _ Iface[string] = impl{}
	var v Vec[string]
	var w Vec[float64] = []float64{1, 2}
	w.Sum().x()
	_ = Good[int]{}.Sum()
	_ = Pair[int, string]{1, 2}
	_ = Pair{1, 2}
	_ = Alias[int]{1, "x"}
	_ = Pair[int]{1, 2}
	_ = p.missing
	p.Swap().a = "s"
	_, _, _ = q, r, v
	var f func(int) Pair[int, int] = p.With
	var g func(int) Pair[int, int] = p.With[int]
	_, _ = f, g
	_ = Pair[int, string].Swap(p)
	_ = Pair[int, string].Second(p)
	type local[T any] struct{ t T }
	var l local[int]
	l.t = "x"
}
