// Appending to a slice in memory: fields, elements, what pointers point to, captured and package variables, aliases of all of them.
package main

import "fmt"

type list struct {
	head  int
	items []int
	names []string
	next  *list
}

type inner struct{ s []int }

type outer struct {
	inner
	p *inner
}

var global []int

var table [4][]string

func (l *list) add(v int)     { l.items = append(l.items, v) }
func (l list) lost(v int) int { l.items = append(l.items, v); return len(l.items) }

func (l *list) self() []int {
	// The array holds what the header said before.
	l.items = append(l.items, len(l.items), cap(l.items))
	return l.items
}

func try(f func()) {
	defer func() { fmt.Println("recovered:", recover()) }()
	f()
}

func grow(s *[]int) int {
	*s = append(*s, 100)
	return len(*s)
}

func main() {
	l := &list{}
	for i := range 5 {
		l.add(i)
	}
	fmt.Println(l.items, len(l.items), cap(l.items), l.lost(7), len(l.items))
	fmt.Println(l.self(), cap(l.items))

	// Two headers of one array.
	a := list{items: make([]int, 1, 4)}
	b := a
	a.items = append(a.items, 1)
	b.items = append(b.items, 2, 3)
	fmt.Println(a.items, b.items)

	var o outer
	o.p = &o.inner
	o.s = append(o.s, 1)
	o.p.s = append(o.p.s, 2)
	o.inner.s = append(o.inner.s, 3)
	fmt.Println(o.s, o.p.s)

	global = append(global, 1, 2, 3)
	p := &global
	*p = append(*p, 4)
	global = append(global, global...)
	fmt.Println(global, *p, len(*p))

	for i := range 10 {
		table[i%4] = append(table[i%4], fmt.Sprint(i))
	}
	fmt.Println(table)

	g := make([][]int, 3)
	for i := range 9 {
		g[i%3] = append(g[i%3], i*i)
	}
	i := 1
	g[i] = append(g[i], i)
	g[0] = append(g[0], -1, -2)
	fmt.Println(g)

	m := map[string][]int{}
	m["a"] = append(m["a"], 1)
	m["a"] = append(m["a"], 2)
	fmt.Println(m)

	var captured []int
	f := func(v int) { captured = append(captured, v) }
	f(1)
	f(2)
	captured = append(captured, 3)
	fmt.Println(captured)

	// An element that is appended may change the slice itself.
	s := []int{1}
	q := &s
	*q = append(*q, grow(q), (*q)[0])
	fmt.Println(s)

	n := &list{names: []string{"x"}, next: &list{}}
	n.next.names = append(n.next.names, n.names[0], "y")
	n.next.next = n
	n.next.next.names = append(n.next.next.names, "z")
	fmt.Println(n.names, n.next.names)

	try(func() { var l *list; l.items = append(l.items, 1) })
	try(func() { g[i+2] = append(g[i+2], 1) })
	try(func() { g[0] = append(g[0], g[1][i+5]) })
	try(func() { l.items = append(l.items, l.items[100]); fmt.Println("not here") })
	fmt.Println(len(l.items), len(g[0]))

	type pair struct{ a, b any }
	var ps struct{ list []pair }
	for i := range 3 {
		ps.list = append(ps.list, pair{i, ps.list})
	}
	fmt.Println(ps.list)
}
