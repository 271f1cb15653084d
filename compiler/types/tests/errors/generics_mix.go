package main

type Number interface {
	~int | ~float64
}

func Map[T, U any](s []T, f func(T) U) []U { return nil }
func Sum[T Number](xs ...T) T { var t T; return t }
func Pair[K comparable, V any](k K, v V) map[K]V { return nil }

type List[T any] struct {
	head *node[T]
}
type node[T any] struct {
	v    T
	next *node[T]
}

func (l *List[T]) Push(v T) { l.head = &node[T]{v, l.head} }
func (l *List[U]) Each(f func(U)) {}
func (l List) Bad() {}

func (l List[A, B]) TooMany() {}

type Tree[K Number, V any] struct{ k K; v V }

var _ List
var _ List[int, string]
var _ Tree[string, int]
var _ Tree[int, string]
var _ List[List]
type Rec[T any] struct { x Rec[T] }
type Inf[T any] struct { x *Inf[[]T] }
type NotGeneric int
var _ NotGeneric[int]

type Stringish interface { ~string; Len() int }
type MyS string
func (MyS) Len() int { return 0 }
func UseS[S Stringish](s S) {}

type Set[T comparable] map[T]struct{}

func main() {
	Map([]int{1}, func(i int) string { return "" })
	Map[int]([]int{1}, func(i string) string { return "" })
	Map([]int{1}, nil)
	Sum(1, 2.5)
	Sum("a")
	Sum[string]()
	Sum()
	Pair([]int{}, 1)
	Pair[int, string, bool](1, "")
	UseS(MyS("x"))
	UseS("x")
	var l List[int]
	l.Push("a")
	l.Each(func(s string) {})
	var s Set[func()]
	_ = s
	x := Map
	var f func([]int, func(int) string) []string = Map
	_ = f
	var n Number
	_ = Sum[Number]
	l.Missing()
}

func G[T any](x T) {
	_ = x + x
	_ = x == x
	var y T = 0
	x.foo()
	_ = T(1)
	switch any(x).(type) {
	case int, T:
	}
	_ = x.(int)
}

func H[T Number](x T) T {
	_ = x + 1
	_ = x % 2
	_ = x + 1.5
	_ = T(1.5)
	_ = []T{1, 2}
	_ = -x
	return "s"
}

func B[T any, T any](x T) {}

func D[T int](x T) int { return x }
func E[T interface{ m() }](x T) { x.m(); x.n() }
func (l List[T]) GM[U any](u U) (T, U) { var t T; return t, u }
func test() {
	var l List[string]
	a, b := l.GM(3)
	var _ string = a
	var _ int = b
	var _ string = b
	l.GM[int, int](1)
}
