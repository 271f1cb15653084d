package p

type T struct{ x int }
func (t T) x() {}
func (t T) A() {}
func (t T) A() {}
func (t *T) A() {}
func (t Missing) B() {}
func (t int) C() {}
func (t []int) D() {}
func (t **T) E() {}
func (t *I) F() {}
func (t I) G() {}
type I interface{}
type P *T
func (p P) H() {}
func (t T) t() {}
func (T) J() { t.x = 1 }
func (t T) K(t int) {}
type Al = T
func (a Al) L() {}
func (a Al) A() {}
func (t map[string]int) M() {}
func (t struct{}) N() {}
func (x string) O() {}
func (x error) Q() {}
