// Comparison goes through arrays and structs in order: an earlier difference hides a panic, a later one does not.
package main

import "fmt"

func try(name string, f func() bool) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, r)
		}
	}()
	fmt.Println(name, f())
}

type A [2]any
type A5 [5]any
type S struct{ x, y any }
type N struct {
	a [2]any
	s string
}
type E [2]fmt.Stringer
type F [3]S

//go:noinline
func b() any { return []byte{1} }

func main() {
	x, y := A{b(), 1}, A{b(), "2"}
	try("static A", func() bool { return x == y })
	var ix, iy any = x, y
	try("dyn A", func() bool { return ix == iy })
	x5, y5 := A5{b(), 1}, A5{b(), "2"}
	try("static A5", func() bool { return x5 == y5 })
	ix, iy = x5, y5
	try("dyn A5", func() bool { return ix == iy })
	s, t := S{b(), 1}, S{b(), "2"}
	try("static S", func() bool { return s == t })
	ix, iy = s, t
	try("dyn S", func() bool { return ix == iy })
	n, m := N{A{b(), 1}, "a"}, N{A{b(), "2"}, "b"}
	try("static N", func() bool { return n == m })
	ix, iy = n, m
	try("dyn N", func() bool { return ix == iy })
	f, g := F{{b(), 1}}, F{{b(), 2}, {3, 4}}
	try("static F", func() bool { return f == g })
	ix, iy = f, g
	try("dyn F", func() bool { return ix == iy })
	mm := map[A]int{}
	try("map", func() bool { _, ok := mm[x]; return ok })
	i, j := [2]any{1, b()}, [2]any{2, b()}
	try("static order", func() bool { return i == j })
	p, q := &x5, &y5
	try("ptr", func() bool { return *p == *q })
	c := make(chan A, 2)
	c <- x
	c <- y
	try("chan", func() bool { return <-c == <-c })
	try("arr of arr", func() bool { return [2]A{x, x} == [2]A{y, y} })
	ix, iy = [2]A{x, x}, [2]A{y, y}
	try("dyn arr of arr", func() bool { return ix == iy })
}
