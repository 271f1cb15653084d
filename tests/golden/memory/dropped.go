// What a function has done with is collected when it asks for it: dropped variables, their last use behind them, loops, cleanups, weak pointers.
package main

import (
	"fmt"
	"runtime"
	"weak"
)

type node struct {
	name string
	next *node
	pad  [10]int
}

var finalized = make(chan string, 100)

func watched(name string) *node {
	n := &node{name: name}
	runtime.SetFinalizer(n, func(n *node) { finalized <- n.name })
	return n
}

func main() {
	p := watched("assigned nil")
	fmt.Println(p.name)
	p = nil
	runtime.GC()
	fmt.Println(<-finalized)

	q := watched("last used")
	fmt.Println(q.name)
	runtime.GC()
	fmt.Println(<-finalized)

	captured := &node{name: "captured"}
	done := make(chan bool)
	runtime.AddCleanup(captured, func(s string) { fmt.Println("cleanup", s); close(done) }, "arg")
	w := weak.Make(captured)
	fmt.Println(w.Value() == captured)
	captured = nil
	runtime.GC()
	<-done
	fmt.Println(w.Value() == nil)

	for i := range 3 {
		n := watched("loop")
		n.pad[i] = 1
	}
	runtime.GC()
	for range 3 {
		fmt.Println(<-finalized)
	}

	var list []*node
	for i := range 5 {
		n := watched("list")
		n.pad[0] = i
		list = append(list, n)
	}
	fmt.Println(len(list))
	list = nil
	runtime.GC()
	for range 5 {
		<-finalized
	}

}
