// What runtime.MemStats and package debug tell of the heap adds up.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

var sink [][]byte

// apart runs f in a goroutine of its own, so that nothing of it stays on this stack.
func apart(f func()) {
	done := make(chan bool)
	go func() {
		f()
		done <- true
	}()
	<-done
}

func main() {
	var a, b runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&a)
	apart(func() {
		for range 1000 {
			sink = append(sink, make([]byte, 1000))
		}
	})
	runtime.ReadMemStats(&b)
	fmt.Println(b.Mallocs-a.Mallocs >= 1000, b.TotalAlloc-a.TotalAlloc >= 1000*1000)
	fmt.Println(b.Mallocs-b.Frees == b.HeapObjects, b.HeapAlloc == b.Alloc, b.HeapInuse >= b.HeapAlloc)
	fmt.Println(b.HeapSys >= b.HeapInuse, b.HeapIdle >= b.HeapReleased, b.HeapIdle+b.HeapInuse == b.HeapSys)
	fmt.Println(b.Sys == b.HeapSys+b.StackSys+b.MSpanSys+b.MCacheSys+b.BuckHashSys+b.GCSys+b.OtherSys)
	fmt.Println(b.StackInuse > 0, b.StackSys >= b.StackInuse, b.MSpanInuse > 0, b.MCacheInuse > 0, b.GCSys > 0)
	fmt.Println(b.NumGC > 0, b.NumForcedGC > 0, b.LastGC > 0, b.PauseTotalNs > 0, b.EnableGC, b.DebugGC)
	fmt.Println(b.PauseNs[(b.NumGC+255)%256] > 0, b.PauseEnd[(b.NumGC+255)%256] == b.LastGC)
	fmt.Println(b.NextGC >= 4<<20, b.GCCPUFraction >= 0 && b.GCCPUFraction < 1)
	var small, of1024 uint64
	for i, c := range b.BySize {
		small += c.Mallocs - c.Frees
		if c.Size == 1024 {
			of1024 = c.Mallocs - a.BySize[i].Mallocs
		}
	}
	fmt.Println(small > 1000, small <= b.HeapObjects, of1024 >= 1000)

	before := b.HeapAlloc
	sink = nil
	runtime.GC()
	runtime.ReadMemStats(&b)
	fmt.Println(b.HeapAlloc < before-900*1000, b.Frees > a.Frees+900)

	var stats debug.GCStats
	debug.ReadGCStats(&stats)
	runtime.ReadMemStats(&b)
	fmt.Println(stats.NumGC > 1, len(stats.Pause) == len(stats.PauseEnd), len(stats.Pause) > 1, stats.PauseTotal > 0)

	apart(func() {
		large := make([]byte, 64<<20)
		for i := 0; i < len(large); i += 4096 {
			large[i] = 1
		}
		sink = append(sink, large)
	})
	runtime.ReadMemStats(&a)
	sink = nil
	debug.FreeOSMemory()
	runtime.ReadMemStats(&b)
	fmt.Println(b.HeapReleased >= a.HeapReleased+60<<20, b.HeapInuse < a.HeapInuse-60<<20)

	fmt.Println(debug.SetGCPercent(50), debug.SetGCPercent(-1), debug.SetGCPercent(100))
	fmt.Println(debug.SetMemoryLimit(-1) == debug.SetMemoryLimit(1<<30), debug.SetMemoryLimit(-1))
}
