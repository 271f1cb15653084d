package p

type S struct{ f []int }
type T struct{ a int }
func f(a, b []int, m map[int]int, fn func(), s S, t T, p *T, e error, x any, i int, st string, c chan int, ar [2][]int) {
	_ = a == b
	_ = m == m
	_ = fn == fn
	_ = a == nil
	_ = fn != nil
	_ = s == s
	_ = t == t
	_ = t < t
	_ = p == t
	_ = p < p
	_ = e == t
	_ = e == p
	_ = x == a
	_ = x == i
	_ = i == nil
	_ = nil == nil
	_ = st == nil
	_ = i == st
	_ = true < false
	_ = c == nil
	_ = ar == ar
	_ = x < x
	_ = "a" == 1
	_ = 1 == 1.5
	_ = t == struct{ a int }{}
	_ = t == struct{ b int }{}
}
