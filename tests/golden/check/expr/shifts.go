package p

func f(i int, s string, x float64, u uint) {
	_ = 1 << s
	_ = s << 1
	_ = x << 1
	_ = 1 << -1
	_ = 1.5 << 1
	_ = 1 << 1.5
	_ = 1 << 1.0
	_ = i << -1
	var a float64 = 1 << u
	var b int = 1.0 << u
	var c = 1.0 << u
	_ = 1 << 1000
	_ = 1 << 100000
	_ = uint8(1) << 8
	var d uint8 = 1 << 8
	_ = "a" << 1
	_ = i >> 1e3
	_ = make([]int, 1.0<<u)
	_ = a < 1<<u
}
