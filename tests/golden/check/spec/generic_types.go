package p

type Pair[K comparable, V any] struct { Key K; Val V }
type Tree[T interface{ Less(T) bool }] struct { l, r *Tree[T]; v T }
type Num int
func (n Num) Less(m Num) bool { return n < m }
type Set[T comparable] map[T]struct{}
func (s Set[T]) Add(x T) { s[x] = true }
func (s Set[T]) Has(x T) bool { return s[x] }
func NewPair[K comparable, V any](k K, v V) Pair[K, V] { return Pair{k, v} }
func f() {
	var a Pair[[]int, int]
	b := Pair[string, int]{1, "a"}
	c := Pair{"a", 1}
	var d Tree[int]
	var e Tree[Num]
	e.v = 1.5
	s := Set[int]{}
	s.Add("a")
	s.Remove(1)
	var t Set[func()]
	p := NewPair("a", 1)
	p.Key = 1
	p.key = "a"
	var q Pair[string, string] = p
}
