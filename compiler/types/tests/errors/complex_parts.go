package p

func f[T complex64 | complex128, F float32 | float64](t T, f F, c complex64) {
	_ = real(t)
	_ = imag(t)
	_ = complex(f, f)
	_ = imag(f)
	_ = imag("a")
	_ = imag(c) + 1i
	_ = imag(c) + "a"
	var x float64 = imag(c)
	var y float32 = imag(c) * 2
	_, _ = x, y
}
