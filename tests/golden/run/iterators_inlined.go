// Iterators over iterators, whose bodies all end up in one function, and what leaves them early.
package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func filter[T any](s iter.Seq[T], f func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range s {
			if f(v) && !yield(v) {
				return
			}
		}
	}
}

func convert[T, U any](s iter.Seq[T], f func(T) U) iter.Seq[U] {
	return func(yield func(U) bool) {
		for v := range s {
			if !yield(f(v)) {
				return
			}
		}
	}
}

func take[T any](s iter.Seq[T], n int) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range s {
			if n--; n < 0 || !yield(v) {
				return
			}
		}
	}
}

func twice(yield func(int) bool) {
	yield(1)
	yield(2)
}

type point struct{ x, y int }

func at(x, y int) *point      { return &point{x, y} }
func (p *point) sum() int     { return p.x + p.y }
func (p *point) swap() *point { p.x, p.y = p.y, p.x; return p }

type option func(*point)

func withX(x int) option { return func(p *point) { p.x = x } }

func build(options ...option) *point {
	p := &point{}
	for _, o := range options {
		o(p)
	}
	return p
}

func first(n int) (found int, err error) {
	for v := range filter(count(n), func(v int) bool { return v%7 == 6 }) {
		defer func() { found *= 2 }()
		if v > 10 {
			return v, nil
		}
	}
	return -1, fmt.Errorf("none below %d", n)
}

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func nested() (out []int) {
outer:
	for a := range count(5) {
		for b := range count(5) {
			switch {
			case b == 3:
				continue outer
			case a == 3:
				break outer
			case a == b:
				continue
			}
			out = append(out, a*10+b)
		}
	}
	return out
}

func main() {
	sum := 0
	even := func(v int) bool { return v%2 == 0 }
	for v := range take(convert(filter(count(100), even), func(v int) string { return fmt.Sprint(v) }), 5) {
		sum += len(v)
		fmt.Print(v, " ")
	}
	fmt.Println(sum)
	fmt.Println(first(20))
	fmt.Println(first(5))
	fmt.Println(nested())

	try("body", func() {
		for v := range convert(count(3), func(v int) int { return 10 / (2 - v) }) {
			fmt.Println(v)
		}
	})
	try("again", func() {
		for v := range twice {
			if v == 1 {
				break
			}
		}
	})
	var kept []func() int
	var where []*point
	for i := range count(3) {
		p := at(i, 10*i)
		kept = append(kept, func() int { p.x++; return p.sum() })
		where = append(where, at(p.y, p.x).swap())
	}
	for i, f := range kept {
		fmt.Println(f(), f(), *where[i])
	}
	n := 0
	for i := range 1000 {
		p, q := at(i, 1), at(2, i)
		n += p.swap().sum() - q.sum()
		q = p
		q.x += 5
		n += p.x - q.swap().y
	}
	fmt.Println(n, *build(withX(3), withX(4), func(p *point) { p.y = p.x * 2 }))

	m := map[string]int{"a": 1, "b": 2, "c": 3}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fmt.Print(k, m[k], " ")
	}
	next, stop := iter.Pull(filter(count(10), even))
	a, ok := next()
	b, _ := next()
	stop()
	_, after := next()
	fmt.Println(a, ok, b, after)
}
