package p

type A struct{ b B }
type B struct{ c [2]C }
type C struct {
	p *A
	a A
}
type D []D
type E map[string]E
type F func(F) F
type G chan G
type H struct{ G [len(H{}.x)]int; x [2]int }
type I interface{ J }
type J interface{ K }
type K interface{ I }
type L = M
type M = L
type N struct{ L }
type O [len(o)]int

var o O

type P *P
type Q = *Q
type R struct{ R2 }
type R2 = R
type Box[T any] struct{ v T }
type U struct{ b Box[U] }
type V struct{ b *Box[V] }
type W[T any] struct{ w *W[W[T]] }
type X[T any] interface{ m(X[T]) }
type Y[T any] []Y[Y[T]]

func grow[T any](n int) {
	if n > 0 {
		grow[*T](n - 1)
	}
}

func local() {
	type S struct{ s S }
	type S2 struct{ s *S2 }
	type S3 = []S3
}
