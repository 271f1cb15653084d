package p

func f[T ~int | ~string](x T) {
	_ = int(x)
	_ = string(x)
	_ = []byte(x)
}
func g[T ~[]byte | ~string](x T) {
	_ = string(x)
	_ = []byte(x)
	_ = []rune(x)
	_ = int(x)
}
func h[T int8 | int16](x int) {
	_ = T(x)
	_ = T(1000)
	_ = T("a")
	_ = T(1.5)
}
func i[P *int | *string](x P) { _ = (*int)(x) }
