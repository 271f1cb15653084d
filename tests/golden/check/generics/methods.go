package p

type S[T any] struct{ v T }
func (s S[T]) Get() T { return s.v }
func (s S[T]) Map[U any](f func(T) U) S[U] { return S[U]{f(s.v)} }
func (s *S[_]) Reset() { var z T; s.v = z }
func (s S[T]) Get() int { return 1 }
type I interface { Get() int }
type J interface { Map[U any](U) }
var _ I = S[int]{}
var _ I = S[string]{}
func f(s S[int]) {
	var x string = s.Get()
	s.Map(1)
	t := s.Map(func(i int) string { return "" })
	var u S[int] = t
	s.Map[string, int](nil)
	s.Reset(1)
	S[int].Get(s, 1)
	_ = s.Map
}
