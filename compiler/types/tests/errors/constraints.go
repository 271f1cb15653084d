package p

type Int interface{ ~int | ~int8 }
type Bad1 interface{ ~T1 }
type T1 int
type Bad2 interface{ int | ~int }
type Bad3 interface{ int | fmt }
type Bad4 interface{ int | interface{ m() } }
type Bad5 interface{ comparable | int }
type Bad6[T any] interface{ T }
type Bad7[T any] interface{ int | T }
type Empty interface {
	int
	string
}
type M interface {
	Int
	m()
}

func f1[T Int]()        {}
func f2[T comparable]() {}
func f3[T Empty]()      {}
func f4[T M]()          {}
func f5[T any, P *T]()  {}
func f6[T any, P interface {
	*T
	Set(string)
}](s string) T {
	var t T
	P(&t).Set(s)
	return t
}
func f7[K comparable, V int | string](m map[K]V) {}
func f8[T interface{ ~[]E }, E any](x T) E   { return x[0] }
func f9[T chan int | chan<- int](c T)       { c <- 1; <-c }
func f10[T []int | [4]int | string](x T)    { _ = x[0]; x[0] = 1; for range x {} }
func f11[T any](x T) (p *T)                 { *p = x; return &x }
func f12[F func(int) int](f F) int          { return f("") }
func f13[T map[string]int](m T)             { m["a"]++; delete(m, 1) }
func f14[T struct{ a int }](x T)            { x.a = 1 }

type S struct{}

func (S) Set(string) {}

type PS struct{}

func (*PS) Set(string) {}

func calls() {
	f1[int]()
	f1[T1]()
	f1[string]()
	f1[any]()
	f2[func()]()
	f2[any]()
	f2[[]int]()
	f3[int]()
	f4[int]()
	f5[int, *int]()
	f5[int, *string]()
	_ = f6[PS]("")
	_ = f6[S]("")
	f7(map[string]int{})
	f7(map[string]float64{})
	_ = f8([]int{})
	_ = f8(1)
	f1()
	f2(1)
	f1[int, int]()
	f1[1]()
	f1[undefined]()
	var _ func() = f1[int]
	var _ func(int) = f1[int]
	var _ func(PS) = f11
	g := f11
	_ = g
}

var v Int
var w comparable
var x interface{ ~int }
var y []Int

func param(x Int) (y M) { return }

type Field struct{ x Int }
type Emb struct{ Int }

func conv(x any) {
	_ = x.(Int)
	_ = Int(1)
	switch x.(type) {
	case Int:
	}
}
