package p

type T struct{ A int }
func (T) A() {}
func (T) B() {}
func (*T) B() {}
func (t T) C(t2 T) (t int) { return }
func (t T) D() { var t int }
type I interface{ A(); A(int); B() }
type J interface{ I; A(string) }
type S struct{ T; *T; A string }
func (S) T() {}
type G[X any] struct{}
func (G[X]) M() {}
func (G[Y]) M() {}
func (g G[X]) X() {}
