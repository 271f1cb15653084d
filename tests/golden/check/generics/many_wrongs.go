package main

import "fmt"

type Num interface{ ~int | ~float64 }
type T[P Num] struct{ v P }

func (t T[P]) Get() P { return t.v }
func Map[A, B any](xs []A, f func(A) B) []B { return nil }
func Max[N Num](a, b N) N { if a > b { return a }; return b }
func Conv[To, From Num](f From) To { return To(f) }
func Keys[M ~map[K]V, K comparable, V any](m M) []K { return nil }
func Bad[T any](a, b T) bool { return a == b }
func Bad2[T any](a T) T { return a + a }
func Bad3[T int | string](a T) { a.foo(); var _ int = a; _ = a[0]; for range a { } }
func Bad4[T []int | map[int]int](a T) { _ = a[0]; a[0] = 1; for k, v := range a { _, _ = k, v }; _ = len(a); _ = cap(a) }
func Bad5[T any, U T](a U) { var _ T = a }
func Bad6[T interface{ m() }](a T) { a.m(); a.n(); (*T).m(&a) }
func Bad7[T fmt.Stringer | int]() {}
func Bad8[T any](x T) { switch x.(type) { case int: } ; switch any(x).(type) { case T: case int: } }
func Bad9[T *int | *string](p T) { _ = *p }
func Bad10[T ~[]E, E any](t T) E { var z E; z = nil; return t }
func Bad11[T any]() { type L struct{ v T }; var _ L = L{1}; const c = len([1]T{}); var arr [unsafe]T }
func (t T[int]) Shadow() int { return t.v }
func (t *T[P]) M[Q any](q Q) {}
func Rec[T any](n int) { Rec[[]T](n) }

type S1[T any] T
type S2[T any] []T
type S3[T any, T any] int
type S4[T Missing] int
type S5[T any] interface{ ~[]T; int }
type S6 interface{ int; string }
type S7 = S2
type S8 S2
type S9[P S9[P]] int
type S10[P *Q, Q any] int
type Un interface{ int | error }
type Un2 interface{ ~MyInt | ~int | int }
type MyInt int

func main() {
	_ = Max(1, 2.5)
	_ = Max(1, "a")
	_ = Max[string]("a", "b")
	_ = Max[int, int](1, 2)
	_ = Max
	_ = Conv(1)
	_ = Conv[int](1.5)
	_ = Conv[int, int, int](1)
	_ = Map([]int{1}, func(s string) int { return 0 })
	_ = Map([]int{1}, nil)
	_ = Map(1, func(int) int { return 0 })
	_ = Keys([]int{})
	_ = Keys(map[string]int(nil)) + 1
	var t T[string]
	var t2 T
	t3 := T{1}
	t4 := T[int]{"x"}
	_, _, _, _ = t, t2, t3, t4
	var n Num
	var f func(int) int = Max
	var g func(int, int) int = Max
	var h func(string, string) string = Max
	_, _, _, _ = n, f, g, h
	_ = T[int].Get
	_ = T[int].Missing
	fmt.Println(S2[int]{1, "a"}, S10[*int, int](1), S10[int, int](1))
	for i := range func(yield func(int) bool) {} { i = "a" }
	for i, j := range func(yield func(int) bool) {} { _, _ = i, j }
	for range func(yield func(int)) {} { }
	for x := range func(yield func(int) bool) int { return 1 } { _ = x }
	Bad7[int]()
	Bad9[*int](nil)
	var s S5[int]
	_ = s
	_ = any(1).(Num)
	_ = []Num{}
	type local[T any] struct{ x T }
	_ = local[int]{1}.x + "a"
}
