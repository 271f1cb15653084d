package p

type A struct{ x int }
type B struct{ x int }
type C struct{ f []int }
type D struct{ A; b any }
func f(a A, b B, c C, d D, p *A) {
	_ = a == b
	_ = a == A(b)
	_ = c == c
	_ = d == d
	_ = a != A{1}
	_ = p == &a
	_ = p == a
	_ = *p == a
	_ = a > a
	_ = [2]A{} == [2]A{}
	_ = [2]A{} == [3]A{}
	_ = [1]C{} == [1]C{}
	_ = any(a) == b
	_ = any(a) == c
	m := map[C]int{}
	switch c {
	case C{}:
	}
}
