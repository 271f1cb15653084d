// References that only one place knows: a parked goroutine's stack, a sender's value, a buffered channel, a select, a timer's closure, registers of a
// loop that is preempted.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

type box struct {
	id   int
	next *box
	text string
}

func chain(id, n int) *box {
	var b *box
	for i := 0; i < n; i++ {
		b = &box{id, b, fmt.Sprint("box", id)}
	}
	return b
}

func (b *box) sum() int {
	s := 0
	for ; b != nil; b = b.next {
		s += b.id + len(b.text)
	}
	return s
}

// parked holds its chain on its stack only while it waits.
func parked(id int, wake <-chan bool, out chan<- int) {
	b := chain(id, 50)
	<-wake
	out <- b.sum()
}

func deep(n int, b *box) int {
	if n == 0 {
		runtime.GC()
		return b.sum()
	}
	mine := chain(n, 3)
	return deep(n-1, b) + mine.sum()
}

func main() {
	wake, out := make(chan bool), make(chan int, 100)
	for i := 0; i < 100; i++ {
		go parked(i, wake, out)
	}
	// senders whose values nobody has received yet, and a select over several
	chans := make([]chan *box, 4)
	for i := range chans {
		chans[i] = make(chan *box)
		go func() { chans[i] <- chain(i, 20) }()
	}
	buffered := make(chan *box, 10)
	for i := 0; i < 10; i++ {
		buffered <- chain(i, 10)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	total := 0
	for i := 0; i < 5; i++ {
		wg.Add(1)
		b := chain(i, 30)
		time.AfterFunc(time.Duration(i)*time.Millisecond, func() {
			mu.Lock()
			total += b.sum()
			mu.Unlock()
			wg.Done()
		})
	}
	done := make(chan int)
	go func() {
		// a loop without calls: its pointer lives in a register when it is stopped
		b := chain(7, 10)
		n := 0
		for i := 0; i < 200_000; i++ {
			for p := b; p != nil; p = p.next {
				n += p.id
			}
		}
		done <- n
	}()
	for i := 0; i < 20; i++ {
		chain(i, 1000)
		runtime.GC()
	}
	fmt.Println(deep(500, chain(1, 10)))
	close(wake)
	s := 0
	for i := 0; i < 100; i++ {
		s += <-out
	}
	fmt.Println(s)
	s = 0
	for i := 0; i < 4; i++ {
		select {
		case b := <-chans[0]:
			s += b.sum()
		case b := <-chans[1]:
			s += b.sum()
		case b := <-chans[2]:
			s += b.sum()
		case b := <-chans[3]:
			s += b.sum()
		}
	}
	fmt.Println(s)
	close(buffered)
	s = 0
	for b := range buffered {
		s += b.sum()
	}
	wg.Wait()
	fmt.Println(s, total, <-done)
}
