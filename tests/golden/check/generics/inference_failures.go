package p

func a[T any]() T { panic(0) }
func b[T any](f func(T)) {}
func c[K comparable, V any](m map[K]V) {}
func d[T any](x, y T) {}
func e[T ~[]E, E any](x T) E { return x[0] }
func f[T any](x ...T) {}
func g[T interface{ *U }, U any](u U) {}
func main() {
	a()
	var s string = a()
	b(func(int) {})
	b(nil)
	b(func() {})
	c(nil)
	c(map[string]int{})
	c[string](map[int]int{})
	d(1, "a")
	d(1, 2.5)
	d(nil, nil)
	d(1, nil)
	e([]int{})
	e(map[int]int{})
	e("abc")
	f()
	f(1, "a")
	f[int]("a")
	g(1)
	g[*int](1)
	g[int, string](1)
	a[int, string]()
	_ = s
}
