package p

func a[T any](x, y T) bool { return x == y }
func b[T comparable](x, y T) bool { return x < y }
func c[T any](x, y T) T { return x + y }
func d[T int | string](x, y T) T { return x + y }
func e[T int | string](x, y T) T { return x - y }
func f[T int | float64](x T) T { return x % 2 }
func g[T any](x T) int { return len(x) }
func h[T []int | string](x T) int { return len(x) }
func i[T any](x T) { x.Foo() }
func j[T any](x T) { x() }
func k[T any](x T) { for range x {} }
func l[T ~[]int](x T) int { for _, v := range x { return v }; return x[0] }
func m[T any](x T) string { return x }
func n[T any](x T) T { return nil }
func o[T any](x T) T { return 0 }
func p[T int | string](x T) T { return 1 }
func q[T ~int](x T) int { return x }
func r[T ~int](x T) int { return int(x) }
func s[T any](x T) { _ = x.(int) }
func t[T any](x T) { switch x.(type) {} }
func u[T any](x T) { _ = any(x).(int) }
func v[T interface{ Foo() }](x T) { x.Foo(); x.Bar() }
func w[T any](x *T) { x.y = 1; *x = 1 }
func x[T map[string]int | []int](v T) { _ = v["a"] }
