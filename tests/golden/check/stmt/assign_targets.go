package p

type T struct{ x int }
func g() T { return T{} }
func f(s string, m map[string]T, a []int) {
	1 = 2
	"a" = s
	g() = T{}
	g().x = 1
	s[0] = 'x'
	m["a"].x = 1
	a[0] = 1
	len(a) = 3
	(a) = nil
	f = nil
	nil = a
	a[1:] = a
	&a = nil
	func() {} = nil
}
