package p

import "fmt"

type A = B
type B struct{ x int }
type L[T any] = []T
type LA = L[A]
type Pr[K, V any] struct {
	k K
	v V
}
type PS[V any] = Pr[string, V]
type Fn = func(A) LA
type In = interface{ M(A) }

func (a A) M(b LA) {}
func f[T any](x T, y PS[T]) T { return x }
func g[T ~[]E, E any](x T) E { return x[0] }

var a A = 1
var l LA = 1
var l2 L[int] = l
var p PS[int] = PS[string]{}
var fn Fn = func(a B) []int { return nil }
var in In = a
var _ = f(1, PS[string]{})
var _ = g(1)
var _ = g(a)
var _ = f[A](1, 2)
var _ int = f(a, PS[A]{})
var _ int = g(l)
var _ = fn(1)
var _ int = fn(a)
var _ = a.y
var _ = A{y: 1}
var _ = A{1, 2}
var _ = LA{1}
var _ = map[A]rune{1: "x"}
var _ int = map[A]rune{}
var _ = any(a).(In2)
var _ = in.(A)
var _ = in.(int)
var _ = L(1)
var _ = L[int, string]{}
var _ = PS[int](a)
var _ = A(l)
var _ = fmt.Sprint(a...)
var _ = append(l, 1)
var _ = [...]A{1}
var _ chan<- A = make(chan A)
var _ <-chan A = make(chan LA)

type In2 = interface{ N() }
type C interface{ A | LA }
type D struct{ A; *LA }
type E2 struct{ *In }
type F2 = *F2
type G2 = []G2
type H struct{ h H2 }
type H2 = H
type Rec = map[string]Rec
type any2 = any

var _ any2 = 1
var _ int = any2(1)
var _ C
var _ int = D{}.A

func (PS[int]) bar() {}
func (in In) x()    {}
func _() {
	for i := range a {
	}
	for i, c := range "x" {
		c = ""
	}
	switch a {
	case l:
	}
	switch x := in.(type) {
	case A, LA:
		_ = x + 1
	case int:
	}
	if a {
	}
	a()
	a[0] = 1
	l.x = 1
	*a = 1
	<-a
	a <- 1
	go a
	return a
}
func _() (A, LA) { return l, a }
func _() (A, LA) { return 1 }
