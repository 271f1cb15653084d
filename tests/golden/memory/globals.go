// What package variables reach, however they were initialised, and what only their initial values reach later on.
package main

import (
	"fmt"
	"runtime"
)

type node struct {
	next *node
	id   int
	text string
}

type config struct {
	name  string
	hooks []func() int
	table map[string]*node
	inner struct{ first, last *node }
	any   any
}

var (
	head   = &node{id: 1, text: "static"}
	list   = []*node{{id: 2}, {id: 3}, nil}
	array  = [4]*node{1: {id: 4}}
	conf   = &config{name: "c", hooks: []func() int{nil, nil}}
	nested = []config{{name: "a"}, {name: "b"}}
	byName = map[string]*node{"x": {id: 5}}
	iface  any = &node{id: 6}
	count  int
	late   *node
)

func fresh(id int) *node {
	count++
	return &node{id: id, text: fmt.Sprint("fresh", id)}
}

func sum(n *node) int {
	s := 0
	for ; n != nil; n = n.next {
		s += n.id + len(n.text)
	}
	return s
}

func main() {
	head.next = fresh(10)
	list[0].next, list[2] = fresh(20), fresh(30)
	array[1].next, array[3] = fresh(40), fresh(50)
	for i := range conf.hooks {
		n := fresh(60 + i)
		conf.hooks[i] = func() int { return sum(n) }
	}
	conf.table = map[string]*node{"y": fresh(70)}
	conf.inner.last = fresh(80)
	conf.any = fresh(90)
	nested[1].inner.first = fresh(100)
	nested[0].any = [2]*node{fresh(110), nil}
	byName["x"].next = fresh(120)
	iface.(*node).next = fresh(130)
	late = fresh(140)
	for i := 0; i < 30; i++ {
		for j := 0; j < 2000; j++ {
			late.next = &node{id: -1, text: "garbage that takes the place of what is freed"}
		}
		late.next = nil
		runtime.GC()
	}
	fmt.Println(sum(head), sum(list[0]), sum(list[1]), sum(list[2]), sum(array[1]), sum(array[3]))
	fmt.Println(conf.hooks[0](), conf.hooks[1](), sum(conf.table["y"]), sum(conf.inner.last), sum(conf.any.(*node)))
	fmt.Println(sum(nested[1].inner.first), sum(nested[0].any.([2]*node)[0]), sum(byName["x"]), sum(iface.(*node)), sum(late), count)
}
