package p

func f(i int, x float64) {
	_ = i / 0
	_ = i % 0
	_ = x / 0
	_ = x / 0.0
	_ = 1 / 0
	_ = 1.0 / 0.0
	_ = 1 % 0
	const z = 0
	_ = i / z
	_ = 5 % 2.0
	_ = 5.5 % 2
	_ = 1i / 0
}
