package main

import "sync"

func main() {
	var wg sync.WaitGroup
	go func() {
		wg.Add(1)
		defer wg.Done()
	}()
	for i := 0; i < 3; i++ {
		go func() {
			defer wg.Done()
			wg.Add(1)
		}()
	}
	go func() {
		wg.Add(1)
		println("x")
	}()
	wg.Wait()
}
