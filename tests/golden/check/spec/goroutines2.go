package p

import "sync"
func f(c chan int) {
	go func() { c <- "a" }()
	go f
	go f()
	go func(x int) {}()
	go func(x int) {}("a")
	defer recover
	defer c
	var wg sync.WaitGroup
	go wg.Done
	wg.Go(f)
	wg.Wait(1)
	x := go f(c)
}
