// What is dead goes back: large objects, large structures of small ones, the stacks of deep goroutines, and everything of many short-lived ones.
// The resident set is asked for until it has come down; a runtime that keeps the memory never gets past that.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"
)

// resident is the process's resident set in MB.
func resident() int {
	stat, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		panic(err)
	}
	pages, _ := strconv.Atoi(strings.Fields(string(stat))[1])
	return pages * os.Getpagesize() >> 20
}

type node struct {
	left, right *node
	data        [4]int
}

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{left: tree(depth - 1), right: tree(depth - 1)}
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

//go:noinline
func structure() int { return tree(20).count() }

//go:noinline
func object() int {
	b := make([]byte, 128<<20)
	for i := range b {
		b[i] = 1
	}
	return len(b)
}

func deep(n int) int {
	var pad [64]int
	pad[n%64] = n
	if n == 0 {
		return pad[0]
	}
	return deep(n-1) + pad[n%64] - n
}

//go:noinline
func stacks() int {
	var wg sync.WaitGroup
	ready, end := make(chan int), make(chan int)
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			deep(60000)
			ready <- 0
			<-end
		}()
	}
	for range 4 {
		<-ready
	}
	close(end)
	wg.Wait()
	return 4
}

//go:noinline
func goroutines() int {
	var wg sync.WaitGroup
	done := make(chan int, 1)
	for i := range 1000000 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			select {
			case done <- i:
				<-done
			default:
			}
		}()
		if i%1000 == 999 {
			wg.Wait()
		}
	}
	return 1000000
}

// atOnce has many goroutines wait at the same time, some of them deeper than a first stack segment.
//
//go:noinline
func atOnce() int {
	var wg sync.WaitGroup
	end := make(chan int)
	for i := range 30000 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if i%100 == 0 {
				waits(40, end)
			}
			<-end
		}()
	}
	close(end)
	wg.Wait()
	return 30000
}

// waits for the end with n more frames on its stack.
func waits(n int, end chan int) int {
	var pad [64]int
	pad[n%64] = n
	if n == 0 {
		return <-end + pad[0]
	}
	return waits(n-1, end) + pad[n%64] - n
}

// try runs f, which leaves nothing behind, and waits until the resident set is near what it was. FreeOSMemory only hastens what would come by itself.
func try(name string, f func() int, before, hasten int) {
	n := f()
	for i := 0; resident() > before+24; i++ {
		runtime.GC()
		if i >= hasten {
			debug.FreeOSMemory()
		}
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Println(name, n, "returned")
}

func main() {
	hasten, _ := strconv.Atoi(os.Getenv("HASTEN")) // real Go's scavenger is slow
	if hasten == 0 {
		hasten = 1 << 30
	}
	structure()
	runtime.GC()
	debug.FreeOSMemory()
	before := resident()
	try("structure", structure, before, hasten)
	try("object", object, before, hasten)
	try("stacks", stacks, before, hasten)
	try("goroutines", goroutines, before, hasten)
	try("at once", atOnce, before, hasten)
}
