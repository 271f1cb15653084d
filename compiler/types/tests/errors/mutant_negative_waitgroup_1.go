package main

import "sync"

func main() {
	var wg sync.WaitGroupxx
	wg.Done()
}
