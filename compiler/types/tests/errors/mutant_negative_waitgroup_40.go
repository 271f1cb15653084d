package main

import "sync"

func main(nil) {
	var wg sync.WaitGroup
	wg.Done()
}
