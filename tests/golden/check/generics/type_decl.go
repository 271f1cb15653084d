package p

type A[T any] T
type B[T any] []T
type C[T Missing] struct{}
type D[T int | string] struct{ x T }
type E[T any, T any] struct{}
type F[T any] struct { f F[[]T] }
type G[T any] interface { m(T) }
type H[T G[T]] struct{}
type I[T comparable] map[T]int
type J I[[]int]
type K[T any] map[T]int
type L = D[bool]
var x D[float64]
var y B[int] = []string{}
var z I[func()]
type M[P *T, T any] struct{}
type N[T any] struct { T }
type O[T any] struct { *T }
type Q[T int] = []T
