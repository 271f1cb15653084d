package p

func id[T any](x T) T { return x }
func mk[T any]() T { var z T; return z }
func pair[A, B any](a A, b B) (A, B) { return a, b }
func Map[T, U any](xs []T, f func(T) U) []U { return nil }
func same[T any](a, b T) {}
func ptr[T any](p *T) {}
func fn[T any](f func(T)) {}
func f() {
	id()
	mk()
	var s string = id(1)
	pair(1)
	pair[int]("a", 1)
	Map([]int{}, func(s string) int { return 1 })
	Map([]int{}, 1)
	Map([]int{}, func(i int) {})
	same(1, "a")
	same(1, 2.5)
	var i int
	var j int64
	same(i, j)
	ptr(1)
	fn(func() {})
	fn(id)
	id[int]("a")
	id(nil)
	id[int, string](1)
	x := id
	var y func(int) string = id
	var z func(int) int = id
	same(nil, nil)
	same([]int{}, nil)
}
