package p

type S struct{ f []int }
type C struct{ a int }
type I interface{ M() }
type F func()

func g(a, b S, c, d C, i I, e error, m map[int]int, sl []int, fn func(), p *int, q *string, x int, s string, ch chan int, cr <-chan int, arr [2][]int, any1 any) {
	_ = a == b
	_ = c == d
	_ = c < d
	_ = m == m
	_ = sl == sl
	_ = fn == fn
	_ = sl == nil
	_ = m != nil
	_ = fn == nil
	_ = p == q
	_ = p == nil
	_ = x == nil
	_ = s == nil
	_ = nil == nil
	_ = x == s
	_ = x < s
	_ = p < p
	_ = true < false
	_ = ch == cr
	_ = ch < ch
	_ = arr == arr
	_ = i == e
	_ = i == c
	_ = any1 == a
	_ = any1 == x
	_ = any1 == sl
	_ = any1 < any1
	_ = e == nil
	_ = c == nil
	_ = x == 1.5
	_ = x == "a"
	_ = s < "b"
	_ = s > 1
	_ = 1 == "a"
	_ = 1 < "a"
	_ = x == true
	_ = i == 1
	_ = c == any1
	_ = struct{ f func() }{} == struct{ f func() }{}
}
