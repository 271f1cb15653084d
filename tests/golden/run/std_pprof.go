// The profiles of memory, goroutines and waiting, by their records and as text.
package main

import (
	"bytes"
	"fmt"
	"regexp"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
)

type thing struct {
	next *thing
	pad  [5]int
}

var kept []*thing

//go:noinline
func make100() {
	for i := range 100 {
		t := &thing{}
		if i < 40 {
			kept = append(kept, t)
		}
	}
}

// record gives the record of the memory profile with objects of so many bytes that a function of this name has made itself.
func record(name string, size int64) (found runtime.MemProfileRecord) {
	n, _ := runtime.MemProfile(nil, true)
	records := make([]runtime.MemProfileRecord, n+100)
	n, ok := runtime.MemProfile(records, true)
	if !ok {
		panic("no room")
	}
	for _, r := range records[:n] {
		if frame, _ := runtime.CallersFrames(r.Stack()).Next(); frame.Function == name && r.AllocBytes == r.AllocObjects*size {
			return r
		}
	}
	return
}

func memory() {
	kept = make([]*thing, 0, 100)
	make100()
	runtime.GC()
	r := record("main.make100", 48)
	fmt.Println(r.AllocObjects, r.AllocBytes, r.InUseObjects() >= 40, r.InUseObjects() <= 45, r.InUseBytes() == r.InUseObjects()*48)
	fmt.Println(len(kept))
	var text bytes.Buffer
	fmt.Println(pprof.Lookup("heap").WriteTo(&text, 1))
	fmt.Println(regexp.MustCompile(`^heap profile: \d+: \d+ \[\d+: \d+\] @ heap/2\n`).MatchString(text.String()))
	fmt.Println(regexp.MustCompile(`(?m)^\d+: \d+ \[100: 4800\] @( 0x[0-9a-f]+)+$`).MatchString(text.String()))
	fmt.Println(regexp.MustCompile(`(?m)^#\t0x[0-9a-f]+\tmain\.make100\+0x[0-9a-f]+\s+.*std_pprof\.go:24$`).MatchString(text.String()))
	fmt.Println(strings.Contains(text.String(), "\n# runtime.MemStats\n# Alloc = "))
}

func inner(wait chan bool) { <-wait }

func goroutines() {
	wait := make(chan bool)
	for range 3 {
		go inner(wait)
	}
	// They wait, sooner or later.
	for {
		var text bytes.Buffer
		pprof.Lookup("goroutine").WriteTo(&text, 1)
		if m := regexp.MustCompile(`(?m)^3 @.*\n#\t0x[0-9a-f]+\tmain\.inner\+0x`).FindString(text.String()); m != "" {
			fmt.Println(strings.HasPrefix(text.String(), "goroutine profile: total "))
			break
		}
		runtime.Gosched()
	}
	var all bytes.Buffer
	pprof.Lookup("goroutine").WriteTo(&all, 2)
	fmt.Println(strings.Count(all.String(), "main.inner("))
	close(wait)
	n, ok := runtime.ThreadCreateProfile(nil)
	fmt.Println(n > 0, ok)
}

// has tells whether a function is in the stack of a record.
func has(records []runtime.BlockProfileRecord, name string) bool {
	for _, r := range records {
		frames := runtime.CallersFrames(r.Stack())
		for {
			frame, more := frames.Next()
			if frame.Function == name {
				return r.Count > 0 && r.Cycles > 0
			}
			if !more {
				break
			}
		}
	}
	return false
}

func read(profile func([]runtime.BlockProfileRecord) (int, bool)) []runtime.BlockProfileRecord {
	records := make([]runtime.BlockProfileRecord, 1000)
	n, _ := profile(records)
	return records[:n]
}

func receives(c chan int) { <-c }

//go:noinline
func unlocks(mu *sync.Mutex) { mu.Unlock() }

func waiting() {
	fmt.Println(len(read(runtime.BlockProfile)), len(read(runtime.MutexProfile)))
	runtime.SetBlockProfileRate(1)
	fmt.Println(runtime.SetMutexProfileFraction(1), runtime.SetMutexProfileFraction(-1))
	for !has(read(runtime.BlockProfile), "main.receives") {
		c := make(chan int)
		done := make(chan bool)
		go func() { receives(c); done <- true }()
		runtime.Gosched()
		c <- 1
		<-done
	}
	for !has(read(runtime.MutexProfile), "main.unlocks") {
		var mu sync.Mutex
		var all sync.WaitGroup
		mu.Lock()
		for range 4 {
			all.Add(1)
			go func() { mu.Lock(); unlocks(&mu); all.Done() }()
		}
		for range 10 {
			runtime.Gosched()
		}
		unlocks(&mu)
		all.Wait()
	}
	runtime.SetBlockProfileRate(0)
	var block, mutex bytes.Buffer
	pprof.Lookup("block").WriteTo(&block, 1)
	pprof.Lookup("mutex").WriteTo(&mutex, 1)
	fmt.Println(regexp.MustCompile(`^--- contention:\ncycles/second=\d+\n\d+ \d+ @ 0x`).MatchString(block.String()))
	fmt.Println(regexp.MustCompile(`^--- mutex:\ncycles/second=\d+\nsampling period=1\n\d+ \d+ @ 0x`).MatchString(mutex.String()))
	fmt.Println(runtime.SetMutexProfileFraction(0), runtime.SetMutexProfileFraction(-1))
}

func own() {
	p := pprof.NewProfile("example.com/open")
	p.Add("a", 0)
	p.Add("b", 0)
	p.Remove("a")
	fmt.Println(p.Name(), p.Count(), pprof.Lookup("example.com/open") == p, pprof.Lookup("none") == nil)
	var text bytes.Buffer
	fmt.Println(p.WriteTo(&text, 1))
	lines := strings.Split(text.String(), "\n")
	fmt.Println(lines[0], strings.HasPrefix(lines[1], "1 @ 0x"), strings.Contains(lines[2], "runtime/pprof.(*Profile).Add"), strings.Contains(lines[3], "main.own"))
	for _, p := range pprof.Profiles() {
		if !strings.HasPrefix(p.Name(), "goroutineleak") {
			fmt.Print(p.Name(), " ")
		}
	}
	fmt.Println()
	defer func() { fmt.Println(recover()) }()
	p.Add("b", 0)
}

func main() {
	fmt.Println(runtime.MemProfileRate)
	runtime.MemProfileRate = 1
	memory()
	goroutines()
	waiting()
	own()
	for _, name := range []string{"heap", "allocs", "goroutine", "threadcreate", "block", "mutex"} {
		var data bytes.Buffer
		fmt.Println(name, pprof.Lookup(name).Name(), pprof.Lookup(name).WriteTo(&data, 0), data.Len() > 50)
	}
	var data bytes.Buffer
	fmt.Println(pprof.WriteHeapProfile(&data), data.Len() > 50)
}
