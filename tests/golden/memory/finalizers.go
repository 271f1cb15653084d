// Finalizers, cleanups and weak pointers: what runs when, and in which order.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"weak"
)

type node struct {
	name string
	next *node
	pad  [4]int
}

type named interface{ Name() string }

func (n *node) Name() string { return n.name }

// apart runs f in a goroutine of its own, so that nothing of it stays on this stack.
func apart(f func()) {
	done := make(chan bool)
	go func() {
		f()
		done <- true
	}()
	<-done
}

// collect runs cycles until n messages have come.
func collect(messages chan string, n int) []string {
	var got []string
	for len(got) < n {
		runtime.GC()
		select {
		case m := <-messages:
			got = append(got, m)
		default:
			runtime.Gosched()
		}
	}
	return got
}

func main() {
	messages := make(chan string, 100)

	// A chain: each finalizer keeps what its object refers to, so they run from the head on.
	apart(func() {
		var head *node
		for i := 3; i > 0; i-- {
			head = &node{name: fmt.Sprint("chain ", i), next: head}
			runtime.SetFinalizer(head, func(n *node) { messages <- n.name })
		}
	})
	fmt.Println(collect(messages, 3))

	// Finalizers with parameters of interface types, with results, and one that was taken away.
	apart(func() {
		runtime.SetFinalizer(&node{name: "any"}, func(x any) int { messages <- x.(*node).name; return 1 })
	})
	fmt.Println(collect(messages, 1))
	apart(func() {
		runtime.SetFinalizer(&node{name: "named"}, func(x named) (int, string) { messages <- x.Name(); return 1, "" })
	})
	fmt.Println(collect(messages, 1))
	apart(func() {
		n := &node{name: "never"}
		runtime.SetFinalizer(n, func(n *node) { messages <- n.name })
		runtime.SetFinalizer(n, nil)
		runtime.SetFinalizer(&node{name: "sentinel"}, func(n *node) { messages <- n.name })
	})
	fmt.Println(collect(messages, 1))

	// A finalizer may bring its object back to life, and set itself again.
	var back *node
	apart(func() {
		n := &node{name: "back"}
		var final func(n *node)
		final = func(n *node) {
			back = n
			runtime.SetFinalizer(n, func(n *node) { messages <- "twice " + n.name })
			messages <- n.name
		}
		runtime.SetFinalizer(n, final)
	})
	fmt.Println(collect(messages, 1), back.name)
	apart(func() { back = nil })
	fmt.Println(collect(messages, 1))

	// Cleanups: several, of a part of an object, and one that is stopped.
	apart(func() {
		n := &node{name: "cleaned"}
		runtime.AddCleanup(n, func(s string) { messages <- s }, "of the whole")
		runtime.AddCleanup(&n.pad[2], func(i int) { messages <- strings.Repeat("x", i) }, 3)
		c := runtime.AddCleanup(n, func(s string) { messages <- s }, "stopped")
		c.Stop()
		runtime.KeepAlive(n)
	})
	got := collect(messages, 2)
	fmt.Println(len(got), strings.Contains(fmt.Sprint(got), "of the whole"), strings.Contains(fmt.Sprint(got), "xxx"))

	// Weak pointers.
	kept := &node{name: "kept"}
	w := weak.Make(kept)
	var gone weak.Pointer[node]
	apart(func() {
		n := &node{name: "gone"}
		gone = weak.Make(n)
		fmt.Println(gone == weak.Make(n), gone == w, gone.Value().name)
		runtime.AddCleanup(n, func(s string) { messages <- s }, "weak target is gone")
	})
	fmt.Println(collect(messages, 1), gone.Value() == nil, w.Value() == kept, w.Value().name)
	var none weak.Pointer[int]
	fmt.Println(none.Value() == nil, weak.Make[int](nil) == none)
	runtime.KeepAlive(kept)

	// Many at once.
	const many = 2000
	counted := make(chan int, many)
	apart(func() {
		for i := range many {
			runtime.SetFinalizer(&node{name: "n"}, func(*node) { counted <- i })
		}
	})
	sum := 0
	for n := 0; n < many; {
		runtime.GC()
		for len(counted) > 0 {
			sum += <-counted
			n++
		}
		runtime.Gosched()
	}
	fmt.Println(sum)
}
