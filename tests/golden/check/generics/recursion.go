package p

type T1[P any] struct { f *T1[T1[P]] }
func r1[T any]() { r1[*T]() }
func r2[T any](n int) { r3[[]T](n) }
func r3[T any](n int) { r2[T](n) }
type T2[P any] struct { T2[P] }
type T3[P any] struct { f func(T3[P]) }
