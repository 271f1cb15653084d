package main

import "sync"

func recv(c chan int) { <-c }

func sel(a, b chan int) {
	select {
	case <-a:
	case b <- true:
	}
}

func main() {
	var mu sync.Mutex
	mu.Lock()
	c := make(chan int)
	go recv(c)
	go sel(c, make(chan int))
	mu.Lock()
}
