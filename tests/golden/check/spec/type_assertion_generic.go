package p

func f[T any](x T) {
	_ = x.(int)
	_, _ = any(x).(int)
	switch x.(type) {
	case int:
	}
	switch any(x).(type) {
	case T:
	case int, int:
	}
	switch v := any(x).(type) {
	case string:
		_ = v + 1
	}
}
func g[T fmtStringer](x T) {}
func h[T error](x T) { _ = x.Error() + 1; _ = x.Foo() }
func i[T interface{ *int }](x T) { *x = "a" }
