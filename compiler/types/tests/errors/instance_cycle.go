package p

type T[P any] struct{ f *T[[]P] }

func f[P any](x P) { f([]P{x}) }

func g[A any]() { h[*A]() }
func h[B any]() { g[B]() }
