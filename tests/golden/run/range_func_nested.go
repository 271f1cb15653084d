// Ranges over functions: returns, labels, defers, panics and pulled iterators from inside nested bodies.
package main

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

func n(k int) iter.Seq[int] {
	return func(y func(int) bool) {
		for i := range k {
			if !y(i) {
				return
			}
		}
	}
}
func pairs[K comparable, V any](ks []K, vs []V) iter.Seq2[K, V] {
	return func(y func(K, V) bool) {
		for i, k := range ks {
			if !y(k, vs[i]) {
				return
			}
		}
	}
}

func multi(limit int) (a int, b string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("wrapped: %v", r)
		}
	}()
	for i := range n(10) {
		switch {
		case i == limit:
			return i, "limit", errors.New("lim")
		case i == 3:
			for j, s := range pairs([]int{1, 2}, []string{"x", "y"}) {
				if limit == 100 && j == 2 {
					panic("hundred " + s)
				}
				a += j
				b += s
			}
		}
		select {
		default:
			if i == 7 {
				break
			}
			a++
		}
	}
	return
}

func deferLoop() {
	for i := range n(3) {
		for j := range n(2) {
			defer fmt.Println("deferred", i, j)
		}
		defer func() { fmt.Println("closure", i) }()
	}
	fmt.Println("body end")
}

func nested() (out []string) {
outer:
	for i := range n(4) {
	mid:
		for j := range n(4) {
			for k := range n(4) {
				switch {
				case k == 1 && j == 0:
					continue mid
				case k == 2 && i == 0:
					continue outer
				case i == 2 && k == 1:
					break mid
				case i == 3:
					break outer
				}
				out = append(out, fmt.Sprint(i, j, k))
			}
		}
		out = append(out, "after")
	}
	return
}

func mixed() string {
	var sb strings.Builder
L:
	for i := 0; i < 5; i++ {
		for j := range n(5) {
			for k := range 3 {
				if k == 1 {
					continue L
				}
				if i == 3 {
					break L
				}
				fmt.Fprint(&sb, i, j, k, ";")
			}
		}
	}
	for s := range strings.SplitSeq("a,b,c", ",") {
		if s == "b" {
			goto next
		}
		sb.WriteString(s)
		continue
	next:
		sb.WriteString("[b]")
	}
	return sb.String()
}

func assignOuter() {
	var x, y int
	for x, y = range pairs([]int{1, 2, 3}, []int{4, 5, 6}) {
		if x == 2 {
			break
		}
	}
	fmt.Println(x, y)
	var arr [3]int
	i := 0
	for arr[i] = range n(3) {
		i = (i + 1) % 3
	}
	fmt.Println(arr)
	var p struct{ f int }
	for p.f = range n(5) {
	}
	fmt.Println(p)
	for range n(2) {
		x++
	}
	fmt.Println(x)
	for _, v := range pairs([]int{1}, []string{"z"}) {
		fmt.Println(v)
	}
}

type Tree[T any] struct {
	L, R *Tree[T]
	V    T
}

func (t *Tree[T]) All() iter.Seq[T] { return func(y func(T) bool) { t.push(y) } }
func (t *Tree[T]) push(y func(T) bool) bool {
	if t == nil {
		return true
	}
	return t.L.push(y) && y(t.V) && t.R.push(y)
}

func lateYield() {
	defer func() { fmt.Println("late:", recover()) }()
	var saved func(int) bool
	for i := range func(y func(int) bool) { saved = y; y(1) } {
		fmt.Println("got", i)
	}
	saved(2)
}
func doubleYield() {
	defer func() { fmt.Println("double:", recover()) }()
	for i := range func(y func(int) bool) { y(1); y(2) } {
		if i == 1 {
			break
		}
	}
}
func retIter() (r int) {
	defer func() { r *= 2 }()
	for i := range n(10) {
		defer func() { r += i }()
		if i == 3 {
			return 100
		}
	}
	return 0
}
func pullTest() {
	next, stop := iter.Pull2(pairs([]string{"a", "b"}, []int{1, 2}))
	defer stop()
	for {
		k, v, ok := next()
		if !ok {
			break
		}
		fmt.Println(k, v)
	}
	nx, st := iter.Pull(func(y func(int) bool) { defer fmt.Println("cleanup"); y(1); panic("in iterator") })
	fmt.Println(nx())
	func() { defer func() { fmt.Println("pull:", recover()) }(); nx() }()
	fmt.Println(nx())
	st()
}
func main() {
	for _, l := range []int{2, 5, 50, 100} {
		fmt.Println(multi(l))
	}
	deferLoop()
	fmt.Println(nested())
	fmt.Println(mixed())
	assignOuter()
	t := &Tree[string]{&Tree[string]{nil, nil, "a"}, &Tree[string]{nil, nil, "c"}, "b"}
	fmt.Println(slices.Collect(t.All()))
	for v := range t.All() {
		if v == "b" {
			break
		}
		fmt.Println(v)
	}
	lateYield()
	doubleYield()
	fmt.Println(retIter())
	pullTest()
}
