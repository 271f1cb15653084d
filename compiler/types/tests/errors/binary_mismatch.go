package p

type A int
type B int

func g(a A, b B, i int, u uint, s string, f float64, p *int, e error, m map[int]int, sl []int, fn func()) {
	_ = a + b
	_ = a + i
	_ = i + u
	_ = i + s
	_ = i + 1.5
	_ = i + 2.0
	_ = u + -1
	_ = s + 1
	_ = s + 'a'
	_ = f + i
	_ = p + 1
	_ = p + p
	_ = s - s
	_ = f % f
	_ = f & 1
	_ = i && i
	_ = i || true
	_ = m + m
	_ = sl + sl
	_ = i + nil
	_ = nil + nil
	_ = e + e
	_ = fn + fn
	i += s
	s += 1
	s -= "x"
	i += 1.5
	f += 1
	p += 1
	a += b
	i <<= 1.5
	i <<= s
	f <<= 1
	i &= 1.5
	sl += sl
}
