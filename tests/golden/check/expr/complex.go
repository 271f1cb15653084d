package p

func f(c complex128, d complex64, x float64) {
	_ = c + d
	_ = c + x
	_ = c < c
	_ = c % c
	_ = real(c) + d
	c = 1i
	x = 1i
	x = c
	_ = int(c)
	_ = complex64(c)
	_ = c << 1
	var i int = 1 + 0i
	var j int = 1 + 1i
	_ = complex(x, float32(x))
	c++
	_ = -c
	_ = !c
}
