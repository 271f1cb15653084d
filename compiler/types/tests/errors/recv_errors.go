package p

type T struct{}
type P *T
type I interface{ M() }

func (int) a()      {}
func (*int) b()     {}
func (P) c()        {}
func (I) d()        {}
func (**T) e()      {}
func ([]T) f()      {}
func (t T, u T) g() {}
func () h()         {}
func (T) i() (t int) { return }
func (undefined) j() {}
func (T) _()        {}
func (t T) k(t int) {}
func (struct{}) l() {}
