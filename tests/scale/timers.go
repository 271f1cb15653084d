// A hundred thousand sleepers that wake over one second, and as many timers that are set and stopped: how late they are.
package main

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

const N = 100000

func main() {
	late := make([]time.Duration, N)
	var wg sync.WaitGroup
	wg.Add(N)
	start := time.Now()
	for i := range N {
		go func() {
			defer wg.Done()
			d := 200*time.Millisecond + time.Duration(i*7919%N)*10*time.Microsecond
			began := time.Now()
			time.Sleep(d)
			late[i] = time.Since(began) - d
		}()
	}
	wg.Wait()
	sort.Slice(late, func(i, j int) bool { return late[i] < late[j] })
	fmt.Println("metric sleep_late_p50_ns", int(late[N/2]))
	fmt.Println("metric sleep_late_p99_ns", int(late[N*99/100]))
	fmt.Println("metric all_ms", time.Since(start).Milliseconds())
	start = time.Now()
	timers := make([]*time.Timer, N)
	for i := range timers {
		timers[i] = time.NewTimer(time.Hour + time.Duration(i*7919%N))
	}
	for _, t := range timers {
		t.Reset(2 * time.Hour)
	}
	for _, t := range timers {
		t.Stop()
	}
	fmt.Println("metric timer_set_reset_stop_ns", int(time.Since(start))/N)
}
