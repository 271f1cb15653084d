// Goroutines with deep stacks, which the collector scans in pieces: while they wait, before they run, when they come back from a system call, inside a
// native, and wired to a thread. Objects that only their frames refer to live until the frames return.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"syscall"
)

const depth = 6000

type box struct {
	n    int
	next *box
}

var garbage []*box

func churn(n int) {
	for i := range n {
		garbage = append(garbage[:i%64], &box{i, &box{}})
	}
}

// down holds a box in each frame and runs at the bottom of the stack what it is given.
//
//go:noinline
func down(n int, at func(level int)) int {
	var wide [12]*box
	wide[n%12] = &box{n: n, next: &box{n: 2 * n}}
	if n == 0 {
		at(0)
		return 0
	}
	sum := down(n-1, at)
	if n%1000 == 0 {
		at(n)
	}
	own := wide[n%12]
	if own.n != n || own.next.n != 2*n {
		panic(fmt.Sprint("frame ", n, " has ", own.n, own.next.n))
	}
	return sum + own.n
}

func main() {
	var all sync.WaitGroup
	start := func(name string, setUp func(), at func(level int)) {
		all.Add(1)
		go func() {
			defer all.Done()
			if setUp != nil {
				setUp()
			}
			sum := down(depth, at)
			mutex.Lock()
			sums[name] = sum
			mutex.Unlock()
		}()
	}
	ping, pong := make(chan *box), make(chan *box)
	go func() {
		for b := range ping {
			churn(2000)
			pong <- &box{n: b.n, next: b}
		}
	}()
	start("waits", nil, func(level int) {
		for i := range 20 {
			ping <- &box{n: level + i}
			if b := <-pong; b.n != level+i || b.next.n != b.n {
				panic("the wrong box")
			}
		}
	})
	start("yields", nil, func(int) {
		for range 100 {
			runtime.Gosched()
			churnLocal(50)
		}
	})
	start("calls the system", nil, func(int) {
		for range 100 {
			syscall.Getppid()
			churnLocal(50)
		}
	})
	start("wired", runtime.LockOSThread, func(int) {
		for range 50 {
			runtime.Gosched()
			churnLocal(50)
		}
	})
	start("collects", nil, func(int) { runtime.GC() })
	all.Wait()
	close(ping)
	for _, name := range []string{"waits", "yields", "calls the system", "wired", "collects"} {
		fmt.Println(name, sums[name] == depth*(depth+1)/2)
	}
}

var (
	mutex sync.Mutex
	sums  = map[string]int{}
)

//go:noinline
func churnLocal(n int) {
	var keep [8]*box
	for i := range n {
		keep[i%8] = &box{i, &box{}}
	}
	runtime.KeepAlive(keep)
}
