package main

type T interface{ m() }

type Set[K comparable] map[K]bool

func f[_ comparable]() {}

func g[A any, K comparable](a A, k K) {}

func h[R any, Q ~int, P comparable]() {
	_ = f[int]
	_ = f[T]
	_ = f[any]
	_ = f[P]
	_ = f[Q]
	_ = f[R]
	g(1, T(nil))
	g(T(nil), 1)
	var s Set[struct{ x any }]
	_ = s
}

func main() {}
