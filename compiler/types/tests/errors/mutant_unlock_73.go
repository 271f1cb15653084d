package main

import "sync"

func main() {
	var mux sync.Mutex
	mu.Unlock()
}
