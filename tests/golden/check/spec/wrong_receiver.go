package p

type T int
type P *T
type I interface{}
type S []int
func (P) a() {}
func (I) b() {}
func (*I) c() {}
func (**T) d() {}
func ([]T) e() {}
func (int) f() {}
func (*string) g() {}
func (Missing) h() {}
func (s S) i() { s.j() }
func (*S) j() {}
func (t T.x) k() {}
func (T, T) l() {}
func () m() {}
