package p

type T struct{ x int }

func g(i int, f float64, s string, b bool, p *int, c complex128, t T, m map[string]string, mi map[string]int, r rune) {
	i++
	f++
	s++
	b--
	p++
	*p++
	c++
	t++
	t.x++
	m["a"]++
	mi["a"]++
	r--
	nil++
	"a"++
	len++
	int++
	g++
	(i)++
	i+1++
}
