package main

import "sync"

func worker(n int) {
	panic(n)
}

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go worker(nil)
	wg.Wait()
}
