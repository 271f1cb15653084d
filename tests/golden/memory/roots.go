// Objects that only one kind of root leads to, and pointers that move while the collector marks: each section fails when its root or barrier is missing.
package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

type item struct {
	next *item
	n    int
}

type large struct {
	items [40]*item
}

var global *item

// churn allocates until a few cycles have passed, or many allocations.
func churn() int {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	first := m.NumGC
	sum := 0
	for i := 0; i < 200 && m.NumGC < first+2; i++ {
		for j := range 50 {
			sum += (&item{n: j}).sum()
		}
		runtime.ReadMemStats(&m)
	}
	runtime.GC()
	return sum & 1
}

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

// deep holds a list in each of many frames, most of them in segments that the stack has left.
func deep(d int) int {
	l := list(3)
	if d == 0 {
		churn()
		return l.sum()
	}
	return deep(d-1) + l.sum()
}

func deferred() (s int) {
	for range 20 {
		l := list(4)
		defer func() { s += l.sum() }()
	}
	churn()
	return
}

// spin is interrupted in a loop whose list is in registers only.
func spin(stop *atomic.Bool, out chan int) {
	l := list(50)
	s := 0
	for p := l; !stop.Load(); p = p.next {
		if p == nil {
			p = l
		}
		s |= p.n
	}
	out <- l.sum() + s&0
}

const rounds = 300

// moved takes pointers out of the heap to its stack while marking goes on. They must stay, whatever overwrites their last place in the heap.
func moved() {
	ballast := list(30000) // marking takes long
	fields := make([]*item, rounds)
	copies := make([][]*item, rounds)
	clears := make([][]*item, rounds)
	maps := make([]map[int]*item, rounds)
	buffer := make(chan *item, rounds)
	for i := range rounds {
		fields[i] = &item{list(3), i}
		copies[i] = []*item{list(5), nil}
		clears[i] = []*item{list(6), nil}
		maps[i] = map[int]*item{i: list(7)}
		buffer <- list(8)
	}
	var kept [5][rounds]*item
	none := make([]*item, 2)
	for i := range rounds {
		kept[0][i], kept[1][i], kept[2][i], kept[3][i], kept[4][i] = fields[i].next, copies[i][0], clears[i][0], maps[i][i], <-buffer
		fields[i].next = nil
		copy(copies[i], none)
		clear(clears[i])
		delete(maps[i], i)
		list(5)
	}
	churn()
	var sums [5]int
	for i := range rounds {
		for j := range sums {
			sums[j] += kept[j][i].sum()
		}
	}
	fmt.Println("moved", sums, ballast.sum())
}

func main() {
	global = list(100)
	churn()
	fmt.Println("global", global.sum())

	ready, parked := make(chan bool), make(chan int)
	for range 5 {
		go func() {
			l := list(60)
			ready <- true
			parked <- l.sum()
		}()
	}
	for range 5 {
		<-ready
	}
	churn()
	s := 0
	for range 5 {
		s += <-parked
	}
	fmt.Println("parked", s)
	fmt.Println("deep", deep(5000))
	fmt.Println("deferred", deferred())

	stop, out := new(atomic.Bool), make(chan int)
	go spin(stop, out)
	runtime.Gosched()
	churn()
	stop.Store(true)
	fmt.Println("registers", <-out)

	fired := make(chan int, 20)
	for i := range 20 {
		l := list(10 + i)
		time.AfterFunc(time.Millisecond*time.Duration(30+i), func() { fired <- l.sum() })
	}
	churn()
	s = 0
	for range 20 {
		s += <-fired
	}
	fmt.Println("timers", s)

	moved()

	// Maps that grow and pointers that wander between objects.
	grown := make(map[int]*item)
	places := make([]*item, 200)
	for i := range places {
		places[i] = &item{list(2), i}
	}
	seed := uint32(1)
	for i := range 5000 {
		seed = seed*1664525 + 1013904223
		from, to := int(seed>>8)%200, int(seed>>20)%200
		l := places[from].next
		places[from].next = nil
		grown[i%700] = list(2)
		places[from].next, places[to].next = places[to].next, l
	}
	s = 0
	for _, p := range places {
		s += p.next.sum()
	}
	for _, p := range grown {
		s += p.sum()
	}
	fmt.Println("wandered", s, len(grown))
}
