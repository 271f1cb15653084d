package functions

import "unsafe"

//go:noinline
func a() {}

// a doc comment
//
//go:nosplit
//go:linkname b runtime.b
func b()

func c(int, string)
func d(x, y int, z string)
func e(...int)
func f(x ...int)
func g(int, ...p.T) (int, error)
func h(a, b func(int) int, c [2]int, d [n]int, e []int, f map[int]int, g p.T, h *T) (x, y int, z error)
func i(a[n], b.c[n])
func (T) j()
func (t T) k()
func (t *T) l()
func (t *p.T) m() func() func(int) int { return nil }
func (*G[K, V]) n(x K) (y V) { return }
func o(a, b, c)
func q(a b, c d)
func r(a []b, c chan<- d, e <-chan f)
func s(
	a int,
	b int,
) (
	c int,
) {
	return
}
func init() {}
func _() {}

var t = func(a, b int) (c int) { return a }
var u = func() {}
var v func(func(int) int, func()) func()

//mgo:intrinsic
func w(p unsafe.Pointer) int
