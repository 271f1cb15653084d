// Capacities of slices that append makes: Go's growth, the small arrays of slices that stay in the frame, and slices that are built before anybody
// else sees them.
package main

import (
	"fmt"
	"sort"
)

type pair struct{ a, b int }
type wide struct{ v [5]int }
type odd struct{ v [3]int32 }
type ints []int

var global []int
var sink any

//go:noinline
func caps(grow func(i int) (int, int)) {
	last := -1
	for i := range 40 {
		if n, c := grow(i); c != last {
			fmt.Print(n, ":", c, " ")
			last = c
		}
	}
	fmt.Println()
}

//go:noinline
func inFrame() {
	var s []int
	last := -1
	for i := 0; i < 2000; i++ {
		s = append(s, i)
		if cap(s) != last {
			last = cap(s)
			fmt.Print(len(s), ":", last, " ")
		}
	}
	fmt.Println()
}

//go:noinline
func returned() []int {
	var s []int
	last := -1
	for i := 0; i < 20; i++ {
		s = append(s, i)
		if cap(s) != last {
			last = cap(s)
			fmt.Print(len(s), ":", last, " ")
		}
	}
	fmt.Println()
	return s
}

//go:noinline
func filtered(n int) []int {
	var out []int
	for i := range n {
		if i%2 == 0 {
			out = append(out, i)
		}
	}
	return out
}

//go:noinline
func fromLiteral(n int) []string {
	out := []string{}
	for i := range n {
		out = append(out, fmt.Sprint(i))
	}
	return out
}

//go:noinline
func named(n int) (out []byte) {
	for i := range n {
		out = append(out, byte(i))
	}
	return
}

//go:noinline
func odds(n int) []odd {
	var out []odd
	for range n {
		out = append(out, odd{})
	}
	return out
}

//go:noinline
func twice() []int {
	var s []int
	s = append(s, 1)
	s = append(s, 2)
	s = append(s, 3)
	return s
}

//go:noinline
func once() []int {
	var s []int
	s = append(s, 1, 2, 3)
	return s
}

//go:noinline
func made(n int) []int {
	s := make([]int, 0)
	for i := range n {
		s = append(s, i)
	}
	return s
}

//go:noinline
func shared(n int) ([]int, []int) {
	var s []int
	for i := range n {
		s = append(s, i)
	}
	t := s
	t = append(t, -1)
	return s, t
}

//go:noinline
func passed(n int) []int {
	var s []int
	for i := range n {
		s = append(s, n-i)
	}
	sort.Ints(s)
	return s
}

//go:noinline
func resliced() []int {
	var s []int
	for i := range 6 {
		s = append(s, i)
		if len(s) > 2 {
			s = s[1:]
		}
	}
	return s
}

//go:noinline
func ranged(n int) (sum, c int) {
	var s []int
	for i := range n {
		s = append(s, i)
	}
	for _, v := range s {
		sum += v
	}
	return sum, cap(s)
}

//go:noinline
func inLoop() {
	for i := range 3 {
		var s []int
		s = append(s, i)
		fmt.Print(cap(s), " ")
		s = append(s, i, i)
		fmt.Print(cap(s), " ")
	}
	fmt.Println()
}

//go:noinline
func captured() {
	var s []int
	each(3, func(i int) {
		s = append(s, i)
		fmt.Print(cap(s), " ")
	})
	fmt.Println(len(s))
}

//go:noinline
func each(n int, f func(int)) {
	for i := range n {
		f(i)
	}
}

//go:noinline
func tail() []int {
	var s []int
	for i := range 3 {
		s = append(s, i+1)
	}
	return s
}

//go:noinline
func generic[T any](x T, n int) []T {
	var s []T
	for range n {
		s = append(s, x)
	}
	return s
}

func main() {
	inFrame()
	returned()
	for _, n := range []int{0, 1, 2, 5, 6, 9, 10, 40} {
		a, b, c, d := filtered(n), fromLiteral(n), named(n), odds(n)
		fmt.Println(n, len(a), cap(a), cap(b), cap(c), cap(d), a == nil, cap(made(n)), cap(passed(n)))
		s, t := shared(n)
		fmt.Println(cap(s), cap(t), s, t[len(t)-1])
		fmt.Println(ranged(n))
		fmt.Println(cap(generic("x", n)), cap(generic(pair{}, n)), cap(generic(wide{}, n)), cap(generic(byte(1), n)))
	}
	fmt.Println(cap(twice()), cap(once()), resliced(), cap(resliced()))
	u := tail()
	fmt.Println(u[:cap(u)])
	inLoop()
	captured()
	caps(func(i int) (int, int) { global = append(global, i); return len(global), cap(global) })

	var s []int
	s = append(s, 1)
	fmt.Println(len(s), cap(s), s[:cap(s)][3])
	s = append(s, 2, 3, 4, 5, 6)
	fmt.Println(len(s), cap(s))
	t := []int{}
	t = append(t, 1)
	fmt.Println(len(t), cap(t))
	l := []int{1, 2, 3}
	l = append(l, 4)
	fmt.Println(len(l), cap(l))
	var b []byte
	b = append(b, 'a')
	fmt.Println(len(b), cap(b))
	var st []string
	st = append(st, "a")
	fmt.Println(len(st), cap(st))
	var w []wide
	w = append(w, wide{})
	fmt.Println(len(w), cap(w))
	n := 3
	m := make([]int, 0, n)
	m = append(m, 1)
	fmt.Println(len(m), cap(m))
	var esc []int
	esc = append(esc, 1)
	sink = esc
	fmt.Println(len(esc), cap(esc))
	for i := range 10 {
		esc = append(esc, i)
		fmt.Print(cap(esc), " ")
	}
	fmt.Println()
	e := append([]int(nil), 1, 2, 3)
	c := append([]int{}, l...)
	fmt.Println(len(e), cap(e), len(c), cap(c))
	var in ints
	in = append(in, 1)
	fmt.Println(cap(in))
	x := append(s[:0], 9)
	fmt.Println(len(x), cap(x), s[0])
	var keep [][]int
	for i := range 3 {
		var row []int
		for j := range i + 1 {
			row = append(row, j)
		}
		keep = append(keep, row)
	}
	fmt.Println(keep, cap(keep[0]), cap(keep[1]), cap(keep[2]))
}
