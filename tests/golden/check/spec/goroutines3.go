package p

import "sync"
func f(c chan int) {
	go func() { c <- "a" }()
	go f()
	go func(x int) {}()
	go func(x int) {}("a")
	var wg sync.WaitGroup
	wg.Go(f)
	wg.Wait(1)
	mu := sync.Mutex{}
	mu.Lock = nil
	defer mu.unlock()
	var o sync.Once
	o.Do(func() int { return 1 })
}
