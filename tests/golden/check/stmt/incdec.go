package p

func f(s string, b bool, m map[string]int, p *int) {
	s++
	b--
	m["a"]++
	*p++
	1++
	f()++
	len(s)++
	const c = 1
	c++
}
