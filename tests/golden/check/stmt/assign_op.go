package p

func f(i int, s string, b bool, u uint8, x float64) {
	i += s
	i += 1.5
	s += 1
	s -= "x"
	b += true
	u += 256
	u <<= 1.5
	x %= 2
	x <<= 1
	i &= x
	i /= 0
	x /= 0
	i <<= -1
	b &&= true
}
