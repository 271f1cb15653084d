package main

import "sync"

func main() {
	var wgx sync.WaitGroup
	wg.Done()
}
