package p

func v(p string, a ...int) {}
func w(a ...any) {}
func f(xs []int, ys []any, ss []string) {
	v("a")
	v("a", xs...)
	v("a", 1, xs...)
	v("a", xs)
	v(xs...)
	v("a", ss...)
	w(xs...)
	w(ys...)
	w(xs, ys)
	w(nil...)
	w("a", ys...)
	v("a", []int{1}...)
	v("a", [1]int{1}...)
	var g func(string, []int) = v
	var h func(string, ...int) = v
	h("a", "b")
}
