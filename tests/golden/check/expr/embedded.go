package p

type A struct{ x int }
type B struct{ x int; y int }
type C struct{ A; B }
type D struct{ *C; z int }
func (A) M() {}
func (B) M() {}
func f(c C, d D) {
	_ = c.x
	_ = c.y
	_ = d.x
	c.M()
	d.M()
	_ = c.A.x
	_ = d.C.z
	_ = C{x: 1}
	_ = C{A: 1}
	_ = D{C: C{}}
}
type E struct { A; A }
type F struct { A; *A }
type G struct { A int; A }
type H struct { *I }
type I interface{ m() }
type J struct { **A }
type K struct { *[]int }
type P *A
type L struct { P }
type Q struct { *P }
