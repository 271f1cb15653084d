// A key of a struct literal may be a promoted field (Go 1.27).
package main

import "fmt"

type Base struct{ X, Y int }

type Mid struct {
	Base
	Z any
}

type Top struct {
	Mid
	N string
	p *int
}

type Small struct{ Base }

type Gen[T any] struct {
	Inner[T]
	K int
}

type Inner[T any] struct {
	V    T
	rest []T
}

func f(n int) int { fmt.Print("f", n, " "); return n }

func keep(n int) *Top { return &Top{X: n, N: "kept", p: &n} }

func zero[T any](v T) Gen[T] { return Gen[T]{V: v, rest: []T{v, v}} }

func core[S ~struct {
	Base
	K int
}](x int) S {
	return S{X: x, K: x + 1}
}

type Core struct {
	Base
	K int
}

var global = Top{X: 7, Z: 8, N: "global"}

func main() {
	fmt.Printf("%+v\n", global.Mid)
	t := Top{X: 1, Z: 3, N: "n"}
	fmt.Printf("%+v\n", t.Mid)
	m := Mid{Y: 4, Z: "boxed"}
	fmt.Printf("%+v\n", m)
	m = Mid{X: m.Y, Y: m.X, Z: m.Z}
	fmt.Printf("%+v\n", m)
	p := &Top{N: fmt.Sprint(f(1)), Z: f(2), Y: f(3), X: f(4)}
	fmt.Printf("%+v %q\n", p.Mid, p.N)
	list := []Top{{X: f(9)}, {Mid: Mid{Z: 3}}, {Base: Base{5, 6}}, {}}
	for _, e := range list {
		fmt.Printf("%+v\n", e)
	}
	byName := map[string]*Mid{"a": {X: 3}}
	fmt.Printf("%+v\n", *byName["a"])
	fmt.Println(Mid{X: 1, Z: 2} == Mid{Base{1, 0}, 2}, Small{Y: 2} == Small{Base{0, 2}})
	var boxed any = Small{X: f(5)}
	fmt.Printf("%+v\n", boxed)
	k := keep(6)
	fmt.Println(k.X, *k.p)
	fmt.Printf("%+v %+v\n", zero("s"), zero(Small{Y: 1}))
	fmt.Printf("%+v\n", core[Core](10))
	arr := [...]Small{2: {Y: 1}, 0: {X: 2}}
	fmt.Println(arr)
}
