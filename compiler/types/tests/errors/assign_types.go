package p

type T struct{ x int }
type I interface{ M() }
type MyInt int

func (T) M()          {}
func (t *T) P()       {}
func f(int) string    { return "" }

type P interface{ P() }

func g(i int, s string, f64 float64, p *int, mi MyInt, t T, e error, m map[string]int, c chan int, ro <-chan int, a any, arr [2]int, arr3 [3]int) {
	i = s
	i = 1.5
	i = f64
	i = mi
	mi = i
	mi = 5
	s = i
	s = 'a'
	f64 = i
	f64 = 1
	p = &s
	p = i
	p = nil
	i = nil
	s = nil
	t = nil
	t = T{}
	t = &T{}
	var it I = t
	it = &t
	it = i
	var pp P = t
	pp = &t
	e = t
	e = "x"
	e = nil
	a = i
	i = a
	t = a
	t = it
	it = a
	m = map[string]string{}
	m = map[string]int{}
	c = ro
	ro = c
	arr = arr3
	arr3 = [...]int{1, 2}
	var fn func(int) string = f
	fn = g
	var fv func(string) int = f
	var ptr *I = &t
	var sl []any = []int{1}
	var sl2 []I = []T{}
	_, _, _, _, _, _ = pp, fn, fv, ptr, sl, sl2
	i = int
	i = f
	a = f
	a = int
	a = len
	_ = nil
	_ = int
	_ = len
	_ = f
	var z = nil
	var w int = nil
	_, _ = z, w
}
