package p

type S struct{ f []int }
type S2 struct{ a int }
type F func()
type I interface{ m() }
type J interface{ n() }
type K struct{}
func (K) m() {}
func f(a, b []int, m map[int]int, fn func(), s S, s2 S2, i I, j J, k K, p *int, q *string, c chan int, d <-chan int, e any, x int, u uint, fl float64, st string, by byte, bo bool, arr [3]int, arr2 [4]int, af [2]func()) {
	_ = a == b
	_ = a == nil
	_ = nil == a
	_ = nil == nil
	_ = m == m
	_ = m == nil
	_ = fn == fn
	_ = fn == nil
	_ = s == s
	_ = s2 == s2
	_ = s2 < s2
	_ = s2 == nil
	_ = i == j
	_ = i == k
	_ = j == k
	_ = i == nil
	_ = i < i
	_ = p == q
	_ = p == nil
	_ = p < p
	_ = p == 0
	_ = c == d
	_ = c < d
	_ = e == x
	_ = e == a
	_ = e == s
	_ = e == fn
	_ = e < e
	_ = x == u
	_ = x == fl
	_ = x == 1.0
	_ = x == 1.5
	_ = x == "a"
	_ = x == 'a'
	_ = x == nil
	_ = st == nil
	_ = st == 'a'
	_ = st == by
	_ = st < "b"
	_ = bo == 1
	_ = bo < true
	_ = bo == true
	_ = arr == arr
	_ = arr == arr2
	_ = arr < arr
	_ = af == af
	_ = by == 256
	_ = u == -1
	_ = f == nil
	_ = f == f
	_ = S{} == S{}
	_ = (struct{}{}) == struct{}{}
	_ = struct{}{} == nil
	_ = len == nil
	_ = x && bo
	_ = !x
	_ = -st
	_ = ^fl
	_ = +bo
	_ = *x
	_ = &1
	_ = &x == p
	_ = <-x
	_ = <-(make(chan<- int))
}
