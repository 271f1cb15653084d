package main

import "unsafe"

type A [unsafe.Sizeof(S{})]byte

type S struct {
	a A
}

type U struct {
	p *[unsafe.Sizeof(V{})]byte
}

type V struct {
	u U
}

type E [unsafe.Sizeof(g[F]())]int

func g[P any]() P { panic(0) }

type F struct {
	f E
}

type Fine struct {
	p *[unsafe.Sizeof(Other{})]byte
	q [unsafe.Alignof(Other{}) + unsafe.Offsetof(Other{}.y)]int
}

type Other struct{ x, y *Fine }

func local() {
	type L struct {
		l [unsafe.Sizeof(L{})]int
	}
	type N struct{ n [unsafe.Sizeof(Fine{})]int }
	var n N = 1
}

func generic[T any](x T) {
	const size = unsafe.Sizeof(x)
	type G struct{ t T }
	const inner = unsafe.Sizeof(G{})
	const pointer = unsafe.Sizeof(&x)
	var _ [pointer]int = 1
}

func main() {}

type Grows[P any] struct {
	Grows[P]
}

const growing = unsafe.Sizeof(Grows[int]{})
