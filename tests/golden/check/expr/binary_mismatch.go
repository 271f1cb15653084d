package p

type A int
type B int
func f(i int, j int64, s string, b bool, x float64, a A, c B, u uint, r rune, y byte) {
	_ = i + j
	_ = i + s
	_ = s + 1
	_ = i + x
	_ = a + c
	_ = a + i
	_ = b + b
	_ = s - s
	_ = i && b
	_ = b & b
	_ = x % x
	_ = x & 1
	_ = i == s
	_ = r + y
	_ = i + 1.5
	_ = u + -1
	_ = s * 2
	_ = "a" + 'b'
	_ = 1 + "a"
	_ = true + 1
	_ = nil + 1
	_ = i + nil
	_ = x + 'a'
	_ = y + 256
}
