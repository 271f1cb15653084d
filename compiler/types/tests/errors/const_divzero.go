package p

const a = 1 / 0
const b = 1.0 / 0.0
const c = 1 % 0

func f(x int, y float64) {
	_ = x / 0
	_ = x % 0
	_ = y / 0
	_ = y / 0.0
	x /= 0
	x %= 0
	const z = 0
	_ = x / z
	_ = 1i / 0i
}
