package p

type L[T any] struct { v T; next *L[T] }
func (l *L[T]) Push(v T) { l.next = &L[T]{v, nil} }
func (l *L[U]) Pop() U { return l.v }
func (l L[int]) Len() (n int) { return }
func (l *L) Bad() {}
func (l *L[T, U]) Bad2() {}
func (l *L[_]) Ok() {}
func (l *L[T]) Map[U any](f func(T) U) U { return f(l.v) }
func (T[int]) x() {}
func (l *L[T]) Push(v T) {}
func (l *L[T]) v() {}
func f() {
	var l L
	var m L[int, string]
	var n L[int]
	n.Push("a")
	n.Pop(1)
	n.Foo()
	_ = L[int]{1}
	_ = L{1, nil}
	_ = L[string]{v: 1}
	_ = n.Map(func(i string) string { return "" })
	var s int = n.Map(func(i int) string { return "" })
	_, _, _ = l, m, s
}
