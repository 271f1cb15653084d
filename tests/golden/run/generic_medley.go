package main

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"
)

type Number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~float32 | ~float64
}
type MyInt int

func (m MyInt) String() string { return fmt.Sprintf("MyInt(%d)", int(m)) }

func Map[S ~[]E, E, R any](s S, f func(E) R) []R {
	r := make([]R, 0, len(s))
	for _, e := range s {
		r = append(r, f(e))
	}
	return r
}
func Reduce[E, A any](s []E, a A, f func(A, E) A) A {
	for _, e := range s {
		a = f(a, e)
	}
	return a
}
func Sum[N Number](xs ...N) (t N) {
	for _, x := range xs {
		t += x
	}
	return
}
func Apply[T any, F func(T) T | func(T, T) T](f F, x T) T {
	switch f := any(f).(type) {
	case func(T) T:
		return f(x)
	case func(T, T) T:
		return f(x, x)
	}
	panic("no")
}

type List[T any] struct {
	head *node[T]
	n    int
}
type node[T any] struct {
	v    T
	next *node[T]
}

func (l *List[T]) Push(v T) { l.head = &node[T]{v, l.head}; l.n++ }
func (l *List[T]) All() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		i := 0
		for n := l.head; n != nil; n = n.next {
			if !yield(i, n.v) {
				return
			}
			i++
		}
	}
}

type Tree[K cmp.Ordered, V any] struct {
	l, r *Tree[K, V]
	k    K
	v    V
}

func (t *Tree[K, V]) Insert(k K, v V) *Tree[K, V] {
	if t == nil {
		return &Tree[K, V]{k: k, v: v}
	}
	switch c := cmp.Compare(k, t.k); {
	case c < 0:
		t.l = t.l.Insert(k, v)
	case c > 0:
		t.r = t.r.Insert(k, v)
	default:
		t.v = v
	}
	return t
}
func (t *Tree[K, V]) Walk(yield func(K, V) bool) bool {
	return t == nil || t.l.Walk(yield) && yield(t.k, t.v) && t.r.Walk(yield)
}

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(v T) Set[T] { s[v] = struct{}{}; return s }

type Pair[A, B any] struct {
	First  A
	Second B
}

func MakePair[A, B any](a A, b B) Pair[A, B] { return Pair[A, B]{a, b} }

type Stringish interface{ ~string | ~[]byte }

func Len[S Stringish](s S) int { return len(s) }
func Idx[S Stringish](s S, i int) byte { return s[i] }

type Ptr[T any] interface {
	*T
	Set(string)
}
type Conf struct{ s string }

func (c *Conf) Set(s string) { c.s = s }
func New[T any, P Ptr[T]](s string) T {
	var t T
	P(&t).Set(s)
	return t
}

type Opt[T any] func(*T)
type Num2 interface{ Number; fmt.Stringer }

func Show[N Num2](n N) string { return n.String() + fmt.Sprint(n+1) }

type G[T any] struct{ x T }

func (g G[T]) Type() string { return fmt.Sprintf("%T", g) }

type Embed[T any] struct {
	G[T]
	*List[T]
}

func main() {
	fmt.Println(Map([]int{1, 2, 3}, func(i int) string { return strings.Repeat("x", i) }))
	fmt.Println(Reduce([]string{"a", "b"}, 0, func(a int, s string) int { return a + len(s) }))
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2), Sum[MyInt](1, 2), Sum[float32]())
	fmt.Println(Apply(func(i int) int { return i * 2 }, 4), Apply(func(a, b string) string { return a + b }, "x"))
	var l List[Pair[string, int]]
	l.Push(MakePair("a", 1))
	l.Push(MakePair("b", 2))
	for i, p := range l.All() {
		fmt.Printf("%d %v %+v %#v %T\n", i, p, p, p, p)
	}
	var t *Tree[string, []int]
	for i, w := range strings.Fields("the quick brown fox jumps over the lazy dog") {
		t = t.Insert(w, []int{i})
	}
	t.Walk(func(k string, v []int) bool { fmt.Print(k, v, " "); return k < "lazy" })
	fmt.Println()
	s := Set[any]{}.Add(1).Add("x").Add(1).Add([2]int{1, 2})
	fmt.Println(len(s))
	fmt.Println(Len("abc"), Len([]byte{1}), Idx("abc", 1))
	fmt.Println(New[Conf]("hi"))
	fmt.Println(Show(MyInt(4)))
	e := Embed[map[string]int]{}
	e.List = &List[map[string]int]{}
	e.Push(nil)
	fmt.Println(e.Type(), e.n, e.List.head.v == nil)
	fmt.Printf("%T %T\n", e, MakePair[error, chan<- int])
	m := map[string]int{"z": 26, "a": 1, "m": 13}
	keys := slices.Sorted(maps.Keys(m))
	fmt.Println(keys, slices.MaxFunc(keys, func(a, b string) int { return cmp.Compare(m[a], m[b]) }))
	sort.Slice(keys, func(i, j int) bool { return keys[i] > keys[j] })
	fmt.Println(keys)
	f := Sum[int]
	fmt.Printf("%T %d\n", f, f(1, 2))
	err := fmt.Errorf("w: %w", errors.Join(errors.New("a"), errors.New("b")))
	fmt.Println(err, errors.Unwrap(err))
	fmt.Println(min(3, 1, 2), max("a", "b"), min(2.5, 1))
	func() {
		defer func() { fmt.Println(recover()) }()
		Set[any]{}.Add([]int{1})
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		Apply[int](func(i int) int { panic(fmt.Sprint("x", i)) }, 1)
	}()
}
