package p

func id[T any](x T) T             { return x }
func pair[A, B any](a A, b B)     {}
func mk[T any]() T                { var z T; return z }
func same[T any](a, b T)          {}
func mapf[T, U any](s []T, f func(T) U) []U { return nil }
func num[T int | float64](x T) T  { return x }

func g(i int, s string, f float64) {
	_ = id(1)
	var _ string = id(1)
	_ = id[string](1)
	_ = id[int, int](1)
	_ = mk()
	_ = mk[int]()
	pair(1)
	pair[int](1, "a")
	pair[string](1, "a")
	same(1, "a")
	same(1, 2.5)
	same(i, f)
	same(i, 2.5)
	_ = mapf([]int{1}, func(x string) int { return 0 })
	_ = mapf([]int{1}, func(x int) string { return "" })
	_ = mapf(1, nil)
	_ = num("a")
	_ = num[string]("a")
	_ = num(1)
	_ = num(i)
	_ = id
	id
	var fn func(int) int = id
	var fs func(int) string = id
	fn = id[string]
	_ = id(nil)
	_ = id()
	_ = id(1, 2)
	x := id
	_ = []func(int) int{id}
	same(id[int], id[string])
	_ = mapf([]int{1}, id)
	_ = id(id)
	_ = fs
	_ = fn
}
