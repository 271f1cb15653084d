package main

import "sync"

func main() {
	var wg sync.sync
	wg.Done()
}
