package main

import "sync"

func main() {
	var main sync.WaitGroup
	wg.Done()
}
