package p

func Map[T, U any](s []T, f func(T) U) []U { return nil }
func Filter[T any](s []T, f func(T) bool) []T { return nil }
func Reduce[T, A any](s []T, init A, f func(A, T) A) A { return init }
func f(s []int) {
	a := Map(s, func(x int) string { return x })
	b := Map(s, func(x string) int { return 1 })
	c := Filter(s, func(x int) int { return x })
	d := Reduce(s, 0, func(a, x int) int { return "a" })
	e := Reduce(s, "", func(a string, x int) string { return a + x })
	g := Map[int](s, nil)
	h := Map[string, int](s, nil)
	var i []string = Map(s, func(x int) int { return x })
	j := Filter(Map(s, func(x int) bool { return true }), func(x int) bool { return true })
	k := Map
	l := Map[int, string]
	l(s, func(x int) int { return x })
}
