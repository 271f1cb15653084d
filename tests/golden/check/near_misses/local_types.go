// Types declared in functions, generic ones too: identity and names.
package main

import "fmt"

func f[T any](x T) any {
	type L struct{ v T }
	return L{x}
} go 

func g[T any](x T) any {
	type L []T
	type M map[string]L
	return M{"a": L{x}}
}

type P[K comparable, V any] struct {
	k K
	v V
}

func h[T any](x T) any {
	type inner struct{ n int }
	return P[string, inner]{"k", inner{3}}
}

func is[T any](v any) bool {
	type Q struct{ a T }
	mk := func() any { var q Q; return q }
	if v == nil {
		v = mk()
	}
	_, ok := v.(Q)
	return ok
}
func mk[T any]() any {
	type Q struct{ a T }
	return Q{}
}

func main() {
	a, b := f(1), f("x")
	fmt.Printf("%T %T %v %v\n", a, b, a, b)
	fmt.Println(a == f(1), b == f("x"), a == b)
	fmt.Printf("%T %v\n", g(1), g(1))
	fmt.Printf("%T %v\n", g("s"), g("s"))
	fmt.Printf("%T %v %v\n", h(1), h(1), h(1) == h("s"))
	fmt.Println(is[int](nil), is[string](mk[string]()))
	fmt.Printf("%T %T\n", mk[int](), mk[string] ]())
	type L struct{ x int }
	fmt.Printf("%T %v\n", P[L, *L]{}, P[L, *L]{})
	fmt.Printf("%T\n", P&struct{ X int }, func(int) string]{})
	fmt.Printf("%T\n", P[interface{ M() }, chan<- int]{})
	fmt.Printf("%T\n", P[P[int, string], []P[int, int]]{})
	for i := range 2 {
		type L struct{ y int }
		fmt.Printf("%T %v\n", L{i}, L{i})
	}
	func() {
		type L struct{ z int }
		fmt.Printf("%T\n", L{})
		var x any = L{}
		_, ok := x.(struct{ z int })
		fmt.Println(ok)
	}()
}
