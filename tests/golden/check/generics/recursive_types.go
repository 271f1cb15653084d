package p

type A[T any] struct { b B[T] }
type B[T any] struct { a A[T] }
type C[T any] struct { c *C[C[T]] }
type D[T any] struct { d *D[T] }
type F[T F[T]] interface{}
type G[T any] G[T]
type H[T any] []H[T]
type J[T interface{ m() T }] struct{}
type K interface { m() K }
var _ J[K]
var _ J[int]
type N[P *N[P]] struct{}
type O[T any] struct { T }
type Q[T any] struct { *T }
type R[T any] interface { T }
type S[T any] T
type U[T any] = T
type V[T any] = []T
var _ V[int] = []int{}
var _ V = nil
var _ V[int, int]
func f[T any]() { type X struct { t T }; type Y[U any] struct{}; f[X]() }
func g[T any](n int) { if n > 0 { g[*T](n-1) } }
