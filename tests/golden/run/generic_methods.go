// Methods with type parameters of their own: calls, values and expressions, inference, embedding.
package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

type R struct{ n int }

func (r *R) N[T int | int64](x T) T { return x + T(r.n) }

func (r R) Show[T any](x T) string { return fmt.Sprintf("%d:%v:%T", r.n, x, x) }

type List[E any] struct{ items []E }

func (l *List[E]) Push(e E) { l.items = append(l.items, e) }

func (l *List[E]) Map[F any](f func(E) F) *List[F] {
	out := &List[F]{}
	for _, e := range l.items {
		out.Push(f(e))
	}
	return out
}

func (l List[E]) Fold[A any](a A, f func(A, E) A) A {
	for _, e := range l.items {
		a = f(a, e)
	}
	return a
}

func (l List[E]) Pair[A, B any](a A, b B) (E, A, B) { return l.items[0], a, b }

func (l *List[E]) Rec[T any](n int, x T) int {
	if n == 0 {
		return len(l.items)
	}
	return 1 + l.Rec(n-1, []T{x}[0])
}

type Outer struct {
	*List[int]
	R
}

type Deep struct{ Outer }

func convert[T, U any](l *List[T], f func(T) U) *List[U] { return l.Map(f) }

func viaGeneric[T fmt.Stringer](l *List[T]) []string {
	return l.Map(func(t T) string { return t.String() }).items
}

type Name string

func (n Name) String() string { return "<" + string(n) + ">" }

type Num interface{ ~int | ~float64 }

func (n Name) Sum[T Num](xs ...T) (t T) {
	for _, x := range xs {
		t += x
	}
	return
}

type Conv struct{}

func (Conv) To[To, From Num](f From) To { return To(f) }

func apply[A, B any](f func(A) B, a A) B { return f(a) }

type Option[T any] struct {
	v  T
	ok bool
}

func Some[T any](v T) Option[T] { return Option[T]{v, true} }
func (o Option[T]) Then[U any](f func(T) Option[U]) Option[U] {
	if !o.ok {
		return Option[U]{}
	}
	return f(o.v)
}
func (o Option[T]) OrElse(v T) T {
	if o.ok {
		return o.v
	}
	return v
}

type big struct{ a [40]int }

func (b big) At[T ~int | ~uint8](i T) int { return b.a[i] }

type hasN interface{ N(int) int }

func main() {
	r := &R{3}
	fmt.Println(r.N(4), r.N(int64(5)), r.N[int64](6))
	fmt.Println(R{1}.Show("x"), r.Show[any](2.5), (*r).Show[error](nil))

	l := &List[int]{}
	for i := range 4 {
		l.Push(i * i)
	}
	s := l.Map(func(i int) string { return strings.Repeat("a", i%3+1) })
	fmt.Println(s.items, l.Fold("", func(a string, e int) string { return a + fmt.Sprint(e, ";") }))
	fmt.Println(l.Pair("p", 'q'))
	fmt.Println(l.Rec(5, "x"))
	fmt.Println(convert(l, func(i int) float64 { return float64(i) / 2 }).items)
	fmt.Println(viaGeneric(&List[Name]{[]Name{"a", "b"}}))

	// Through embedding.
	o := Outer{l, R{7}}
	fmt.Println(o.Fold(1, func(a, e int) int { return a + e }), o.N(1), o.Show(true))
	d := &Deep{o}
	fmt.Println(d.Map(func(i int) bool { return i > 1 }).items, d.N[int64](2), d.Show([]int{1}))

	// Method values.
	f := r.N[int]
	r.n = 100
	fmt.Println(f(1))
	g := d.Outer.R.Show[string]
	d.R.n = 9
	fmt.Println(g("later"), d.Show("now"))
	h := l.Fold[int]
	fmt.Println(h(10, func(a, e int) int { return a - e }))
	var k func(string) string = r.Show
	fmt.Println(k("inferred"))

	// Method expressions.
	fmt.Println((*R).N[int](r, 5), R.Show[int](R{2}, 3), (*R).Show[uint8](r, 4))
	m := (*List[int]).Map[string]
	fmt.Println(m(l, func(i int) string { return fmt.Sprint(-i) }).items)
	fmt.Println(List[string].Fold[int](List[string]{[]string{"ab", "c"}}, 0, func(n int, s string) int { return n + len(s) }))
	fmt.Println(Deep.Show[rune](*d, 'z'), (*Deep).N[int](d, 1))

	fmt.Println(Name("n").Sum(1, 2, 3), Name("n").Sum(1.5, 2), Name("").Sum[int]())
	fmt.Println(Conv{}.To[float64](3)/2, Conv{}.To[int](2.75))
	fmt.Println(apply(Conv{}.To[int, float64], 9.9), apply(r.Show[int], 1))

	fmt.Println(Some(4).Then(func(i int) Option[string] { return Some(fmt.Sprint("got ", i)) }).OrElse("none"),
		Option[int]{}.Then(func(i int) Option[string] { return Some("x") }).OrElse("none"))

	var b big
	b.a[39] = 5
	fmt.Println(b.At(39), b.At(uint8(3)), big.At[int](b, 39))
	bv := b.At[int]
	b.a[39] = 6
	fmt.Println(bv(39), b.At(39))

	// A generic method is in no method set.
	_, ok := any(r).(hasN)
	fmt.Println(ok)

	defer r.Report("deferred")
	done := make(chan string)
	go r.Send(done, "sent")
	fmt.Println(<-done)

	rnd := rand.New(rand.NewPCG(1, 2))
	fmt.Println(rnd.N(10), rnd.N(int64(100)), rnd.N(uint8(200)))
}

func (r *R) Report[T any](x T)            { fmt.Println("report", r.n, x) }
func (r *R) Send[T any](c chan T, x T)    { c <- x }
