// Iterators turned around by Pull: coroutines of their own, stopped, nested, moved between goroutines, with panics and the collector at work.

package main

import (
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"
)

type tree struct {
	l, r *tree
	v    int
}

func (t *tree) all(yield func(int) bool) bool {
	return t == nil || t.l.all(yield) && yield(t.v) && t.r.all(yield)
}
func build(lo, hi int) *tree {
	if lo >= hi {
		return nil
	}
	m := (lo + hi) / 2
	return &tree{build(lo, m), build(m+1, hi), m}
}

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panics:", r)
		}
	}()
	f()
	fmt.Println(name, "done")
}

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("end of", n)
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func main() {
	before := runtime.NumGoroutine()
	next, stop := iter.Pull(count(3))
	fmt.Println(runtime.NumGoroutine()-before, "more")
	fmt.Println(next())
	fmt.Println(next())
	stop()
	fmt.Println(next())
	stop()
	fmt.Println(runtime.NumGoroutine()-before, "more")
	_, stop = iter.Pull(count(4)) // stopped before its first step
	stop()
	next, stop = iter.Pull(count(2))
	for {
		v, ok := next()
		if !ok {
			break
		}
		fmt.Println(v)
	}
	stop()
	n2, s2 := iter.Pull2(maps.All(map[string]int{"a": 1}))
	fmt.Println(n2())
	fmt.Println(n2())
	s2()
	// two at once: merge of trees
	a, sa := iter.Pull(func(y func(int) bool) { build(0, 1000).all(y) })
	b, sb := iter.Pull(func(y func(int) bool) { build(500, 1500).all(y) })
	same := 0
	x, okx := a()
	y, oky := b()
	for okx && oky {
		switch {
		case x < y:
			x, okx = a()
		case x > y:
			y, oky = b()
		default:
			same++
			x, okx = a()
			y, oky = b()
		}
	}
	sa()
	sb()
	fmt.Println("same", same)
	try("panic in iterator", func() {
		next, stop := iter.Pull(func(yield func(int) bool) {
			yield(1)
			panic("oh")
		})
		defer stop()
		fmt.Println(next())
		next()
	})
	try("next within", func() {
		var next func() (int, bool)
		next, stop := iter.Pull(func(yield func(int) bool) {
			next()
		})
		defer stop()
		next()
	})
	try("panic at stop", func() {
		next, stop := iter.Pull(func(yield func(int) bool) {
			defer func() { panic("late") }()
			yield(1)
		})
		next()
		stop()
	})
	// Goexit of the iterator ends the caller
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer fmt.Println("goexit")
		next, _ := iter.Pull(func(yield func(int) bool) { runtime.Goexit() })
		next()
		fmt.Println("not reached")
	}()
	wg.Wait()
	// an iterator of an iterator, moved between goroutines
	nested := func(depth int) iter.Seq[int] {
		s := slices.Values([]int{1, 2, 3})
		for range depth {
			inner := s
			s = func(yield func(int) bool) {
				next, stop := iter.Pull(inner)
				defer stop()
				for {
					v, ok := next()
					if !ok || !yield(v+1) {
						return
					}
				}
			}
		}
		return s
	}
	for v := range nested(50) {
		fmt.Println(v)
	}
	ch := make(chan int)
	next, stop = iter.Pull(func(yield func(int) bool) {
		for v := range ch {
			if !yield(v) {
				return
			}
		}
	})
	go func() {
		for i := range 1000 {
			ch <- i
			if i%100 == 0 {
				runtime.GC()
				time.Sleep(time.Microsecond)
			}
		}
		close(ch)
	}()
	sum := 0
	for i := range 1000 {
		done := make(chan bool)
		go func() {
			v, _ := next()
			sum += v
			if i%50 == 0 {
				runtime.LockOSThread()
				runtime.Gosched()
				runtime.UnlockOSThread()
			}
			close(done)
		}()
		<-done
	}
	fmt.Println(next())
	fmt.Println(sum)
	for range 100 {
		if runtime.NumGoroutine() == before {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	// Many at once over a collector at work.
	var group sync.WaitGroup
	var mu sync.Mutex
	total := 0
	for g := range 8 {
		group.Go(func() {
			s := 0
			next, stop := iter.Pull(func(yield func(*[4]int) bool) {
				for i := range 20000 {
					if !yield(&[4]int{i, g}) {
						return
					}
				}
			})
			defer stop()
			for {
				v, ok := next()
				if !ok {
					break
				}
				s += v[0] + v[1]
			}
			mu.Lock()
			total += s
			mu.Unlock()
		})
	}
	for range 20 {
		runtime.GC()
	}
	group.Wait()
	fmt.Println(total)
}
