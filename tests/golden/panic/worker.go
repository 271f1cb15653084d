package main

import (
	"runtime"
	"slices"
	"sync"
)

func worker(id int, wg *sync.WaitGroup, res []int) {
	defer wg.Done()
	res[id] = 10 / (id - 2)
}

func main() {
	runtime.GOMAXPROCS(1)
	var wg sync.WaitGroup
	slices.SortFunc([]int{3, 1}, func(a, b int) int {
		return a - b
	})
	res := make([]int, 3)
	wg.Add(1)
	go worker(2, &wg, res)
	wg.Wait()
}
