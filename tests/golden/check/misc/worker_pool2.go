package main

import (
	"fmt"
	"sync"
)

type Job struct{ id int }
type Result struct {
	job Job
	sum int
}

func worker(id int, jobs <-chan Job, results chan<- Result, wg sync.WaitGroup) {
	defer wg.Done
	for j := range jobs {
		results <- j
		jobs <- j
	}
	close(jobs)
	x := <-results
}

func main() {
	jobs := make(chan Job, "10")
	results := make(chan Result)
	var wg *sync.WaitGroup
	for w := 1; w <= 3; w++ {
		go worker(w, jobs, results, wg)
	}
	for i := range 5 {
		jobs <- i
	}
	for r := range results {
		fmt.Println(r.sum, r.Job)
	}
	select {
	case r := <-results:
	case jobs <- 1:
	}
}
