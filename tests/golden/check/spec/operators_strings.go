package p

func f(a, b string, c []byte, r []rune) {
	_ = a + b + c
	_ = a == c
	_ = a < r
	_ = string(c) + string(r) + a
	a += 'x'
	a += string('x')
	a -= b
	_ = a && b
	_ = !a
	_ = a[0] + b
	_ = a[0:1] + b[0]
	_ = len(a) + b
	_ = a * 3
	a++
	_ = -a
	if a {
	}
	_ = a > 1
}
