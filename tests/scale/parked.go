// Goroutines that wait: what each costs in memory, and how long starting, waking and ending it takes.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

func rss() int {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		panic(err)
	}
	pages, _ := strconv.Atoi(strings.Fields(string(data))[1])
	return pages * os.Getpagesize()
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	var ready, done sync.WaitGroup
	gate := make(chan int)
	before, start := rss(), time.Now()
	ready.Add(n)
	done.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			ready.Done()
			<-gate
			done.Done()
		}()
	}
	ready.Wait()
	time.Sleep(50 * time.Millisecond)
	started := time.Since(start) - 50*time.Millisecond
	parked := rss()
	start = time.Now()
	close(gate)
	done.Wait()
	fmt.Println("metric bytes_each", (parked-before)/n)
	fmt.Println("metric start_ns_each", int(started)/n)
	fmt.Println("metric wake_and_end_ns_each", int(time.Since(start))/n)
}
