// Every kind of store that needs a barrier: a pointer is taken out of its only place in the heap while the collector marks, and the place is overwritten.
// SITE=NAME runs one of them: without the barriers of its function it fails.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
)

type item struct {
	next *item
	n    int
}

type small struct {
	a, b *item
}

type large struct {
	items [40]*item
}

type holder struct {
	p     *item
	any   any
	f     func() *item
	s     string
	slice []*item
	small small
	large large
	ptr   atomic.Pointer[item]
	pad   [4]int
}

const rounds = 800

//go:noinline
func (i *item) sum() int {
	s := 0
	for ; i != nil; i = i.next {
		s += i.n
	}
	return s
}

func list(n int) *item {
	var head *item
	for i := range n {
		head = &item{head, i}
	}
	return head
}

// try takes a value out of each of many places and overwrites the place at once. What was taken is on the stack only, which has been scanned if the
// collector marks.
func try[T any](name string, take func(i int) T, hide func(i int), sum func(T) int) {
	ballast := list(3000) // marking takes long enough
	var kept [rounds]T
	for i := range rounds {
		kept[i] = take(i)
		hide(i)
		list(i % 7)
	}
	runtime.GC()
	list(5000) // on what was freed
	s := 0
	for i := range kept {
		s += sum(kept[i])
	}
	fmt.Println(name, s, ballast.sum())
}

func holders(fill func(h *holder, i int)) []*holder {
	all := make([]*holder, rounds)
	for i := range all {
		all[i] = new(holder)
		fill(all[i], i)
	}
	return all
}

func sum(p *item) int { return p.sum() }

//go:noinline
func setField(h *holder, p *item) { h.p = p }

func fields() {
	all := holders(func(h *holder, i int) { h.p = list(3 + i&1) })
	try("fields", func(i int) *item { return all[i].p }, func(i int) { setField(all[i], nil) }, sum)
}

// Far apart, so that not all are scanned at once.
var globals [rounds][64]*item

//go:noinline
func setGlobal(i int, p *item) { globals[i][i%64] = p }

func packageVariables() {
	for range 10 { // they are scanned first, so the time in which the barrier counts is short
		for i := range globals {
			globals[i][i%64] = list(3)
		}
		try("globals", func(i int) *item { return globals[i][i%64] }, func(i int) { setGlobal(i, nil) }, sum)
	}
}

//go:noinline
func setElement(s []*item, i int, p *item) { s[i] = p }

func elements() {
	all := make([][]*item, rounds)
	for i := range all {
		all[i] = []*item{nil, list(4), nil}
	}
	try("elements", func(i int) *item { return all[i][1] }, func(i int) { setElement(all[i], 1, nil) }, sum)
}

//go:noinline
func appendTo(s []*item, p *item) []*item { return append(s, p) }

func appends() {
	all := holders(func(h *holder, i int) { h.slice = []*item{list(3), list(2)} })
	try("append", func(i int) *item { return all[i].slice[1] }, func(i int) { appendTo(all[i].slice[:1], nil) }, sum)
}

//go:noinline
func setInterface(h *holder, v any) { h.any = v }

func interfaces() {
	all := holders(func(h *holder, i int) { h.any = list(3) })
	try("interfaces", func(i int) *item { return all[i].any.(*item) }, func(i int) { setInterface(all[i], nil) }, sum)
}

//go:noinline
func captured(p *item) (get func() *item, set func(*item)) {
	return func() *item { return p }, func(q *item) { p = q }
}

func closures() {
	gets, sets := make([]func() *item, rounds), make([]func(*item), rounds)
	for i := range gets {
		gets[i], sets[i] = captured(list(3))
	}
	try("closures", func(i int) *item { return gets[i]() }, func(i int) { sets[i](nil) }, sum)
}

//go:noinline
func setFunction(h *holder, f func() *item) { h.f = f }

func functions() {
	all := holders(func(h *holder, i int) { p := list(3); h.f = func() *item { return p } })
	try("functions", func(i int) func() *item { return all[i].f }, func(i int) { setFunction(all[i], nil) },
		func(f func() *item) int { return f().sum() })
}

//go:noinline
func setString(h *holder, s string) { h.s = s }

func texts() {
	all := holders(func(h *holder, i int) { h.s = strings.Repeat("ab", 20+i%9) })
	try("strings", func(i int) string { return all[i].s }, func(i int) { setString(all[i], "") },
		func(s string) int { return strings.Count(s, "a")*2 + strings.Count(s, "b") })
}

//go:noinline
func setSlice(h *holder, s []*item) { h.slice = s }

func slices() {
	all := holders(func(h *holder, i int) { h.slice = []*item{list(2), list(3)} })
	try("slices", func(i int) []*item { return all[i].slice }, func(i int) { setSlice(all[i], nil) },
		func(s []*item) int { return s[0].sum() + s[1].sum() })
}

//go:noinline
func setSmall(h *holder, s small) { h.small = s }

func smallStructs() {
	all := holders(func(h *holder, i int) { h.small = small{list(2), list(3)} })
	try("small structs", func(i int) *item { return all[i].small.b }, func(i int) { setSmall(all[i], small{}) }, sum)
}

//go:noinline
func setLarge(h *holder, l *large) { h.large = *l }

func largeStructs() {
	all := holders(func(h *holder, i int) { h.large.items[17] = list(3) })
	none := new(large)
	try("large structs", func(i int) *item { return all[i].large.items[17] }, func(i int) { setLarge(all[i], none) }, sum)
}

//go:noinline
func setAtomic(h *holder, p *item) { h.ptr.Store(p) }

func atomics() {
	all := holders(func(h *holder, i int) { h.ptr.Store(list(3)) })
	try("atomics", func(i int) *item { return all[i].ptr.Load() }, func(i int) { setAtomic(all[i], nil) }, sum)
}

//go:noinline
func setMap(m map[int]*item, k int, p *item) { m[k] = p }

func mapValues() {
	all := make([]map[int]*item, rounds)
	for i := range all {
		all[i] = map[int]*item{1: list(3), 2: list(2)}
	}
	try("map values", func(i int) *item { return all[i][1] }, func(i int) { setMap(all[i], 1, nil) }, sum)
}

func mapDeletes() {
	m := make(map[int]*item)
	for i := range rounds {
		m[i] = list(3)
	}
	try("map deletes", func(i int) *item { return m[i] }, func(i int) { delete(m, i) }, sum)
}

func mapClears() {
	all := make([]map[int]*item, rounds)
	for i := range all {
		all[i] = map[int]*item{1: list(3), 2: list(2)}
	}
	try("map clears", func(i int) *item { return all[i][1] }, func(i int) { clear(all[i]) }, sum)
}

func copies() {
	all := holders(func(h *holder, i int) { h.slice = []*item{list(3), nil} })
	none := make([]*item, 2)
	try("copy", func(i int) *item { return all[i].slice[0] }, func(i int) { copy(all[i].slice, none) }, sum)
}

func clears() {
	all := holders(func(h *holder, i int) { h.slice = []*item{list(3), nil} })
	try("clear", func(i int) *item { return all[i].slice[0] }, func(i int) { clear(all[i].slice) }, sum)
}

func channels() {
	all := make([]chan *item, rounds)
	for i := range all {
		all[i] = make(chan *item, 1)
		all[i] <- list(3)
	}
	try("channels", func(i int) *item { return <-all[i] }, func(i int) {}, sum)
}

func main() {
	sites := []struct {
		name string
		run  func()
	}{
		{"setField", fields}, {"setGlobal", packageVariables}, {"setElement", elements}, {"appendTo", appends}, {"setInterface", interfaces},
		{"captured.func2", closures}, {"setFunction", functions}, {"setString", texts}, {"setSlice", slices}, {"setSmall", smallStructs},
		{"copies", largeStructs}, {"setAtomic", atomics}, {"setMap", mapValues}, {"maps", mapDeletes}, {"maps", mapClears}, {"copies", copies}, {"clears", clears},
		{"channels", channels},
	}
	only := os.Getenv("SITE")
	for _, site := range sites {
		if only == "" || only == site.name {
			site.run()
		}
	}
}
