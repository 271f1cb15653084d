package p

type List[T any] struct {
	next *List[T]
	val  T
}

func (l *List[T]) Push(x T)     {}
func (l *List[T]) Get() T       { return l.val }

type Num interface{ ~int | ~float64 }
type Sum[T Num] struct{ t T }
type Pair[K comparable, V any] struct {
	k K
	v V
}

var a List
var b List[int, string]
var c List[int]
var d Sum[string]
var e Pair[[]int, int]
var f Pair[string]
var g = List[int]{val: "a"}
var h = List{}
var i int[string]
var j = Sum[int]{"a"}

func x(l *List[string]) {
	l.Push(1)
	var _ int = l.Get()
	_ = l.foo
	_ = List[int].Get
	_ = (*List[int]).Get
	var _ *List[int] = l
	_ = List
	_ = Pair[string, int]{"a", "b"}
}
