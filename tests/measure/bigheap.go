// A gigabyte of live objects with churn, and a ticker goroutine that notes how late it wakes: the pauses that another goroutine sees.
// Usage: bigheap [SECONDS]
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"sync/atomic"
	"time"
)

const live = 13 << 20 // objects; with their payload and place 80 bytes each

type node struct {
	next    *node
	payload *[6]int
	id      int
}

func watch(stop *atomic.Bool, done chan []int64) {
	gaps := make([]int64, 0, 1<<20)
	for !stop.Load() {
		t := time.Now()
		time.Sleep(500 * time.Microsecond)
		gaps = append(gaps, time.Since(t).Nanoseconds()-500000)
	}
	done <- gaps
}

func main() {
	seconds := 10
	if len(os.Args) > 1 {
		seconds, _ = strconv.Atoi(os.Args[1])
	}
	debug.SetGCPercent(20) // a cycle is due more often
	table := make([]*node, live)
	for i := range table {
		table[i] = &node{id: i, payload: &[6]int{i, i}}
		if i > 0 {
			table[i].next = table[i/2]
		}
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var stop atomic.Bool
	done := make(chan []int64)
	go watch(&stop, done)
	seed := uint64(5)
	count := 0
	for end := time.Now().Add(time.Duration(seconds) * time.Second); time.Now().Before(end); {
		for range 1000 {
			seed = seed*6364136223846793005 + 1442695040888963407
			at := int(seed >> 33 % live)
			old := table[at]
			table[at] = &node{next: old.next, id: old.id + 1, payload: &[6]int{count, old.payload[0]}}
			count++
		}
	}
	stop.Store(true)
	gaps := <-done
	runtime.ReadMemStats(&after)
	slices.Sort(gaps)
	fmt.Printf("%d MB live, %d cycles, %.0f ns per step\n", before.HeapAlloc>>20, after.NumGC-before.NumGC, float64(seconds)*1e9/float64(count))
	at := func(part float64) float64 { return float64(gaps[int(float64(len(gaps)-1)*part)]) / 1e6 }
	fmt.Printf("late by: median %.3f ms, 99 %% %.3f, 99.9 %% %.3f, worst %.3f\n", at(0.5), at(0.99), at(0.999), at(1))
}
