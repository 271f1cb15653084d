package p

type T struct{ x int }
func f(i int, s string, b bool, t T, p *T, e error, a any) {
	i = s
	s = i
	b = i
	i = b
	t = p
	p = t
	t.x = "a"
	e = t
	i = a
	a = i
	i = nil
	s = nil
	p = nil
	i = 1.5
	s = 'c'
	b = 1
	i = 'c'
	i, s = s, i
}
