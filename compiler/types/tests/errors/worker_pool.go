package p

import (
	"fmt"
	"sync"
)

type job struct {
	id   int
	data []byte
}

type result struct {
	job *job
	sum uint32
}

func worker(id int, jobs <-chan job, results chan<- result, wg *sync.WaitGroup) {
	defer wg.Done
	for j := range jobs {
		var sum uint32
		for _, b := range j.data {
			sum += b
		}
		results <- result{j, sum}
		jobs <- j
	}
	close(jobs)
	close(results)
}

func main() {
	jobs := make(chan job, "8")
	results := make(chan result)
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add()
		go worker(i, jobs, results, wg)
	}
	for i := range 10 {
		jobs <- job{i, "data"}
	}
	close(jobs)
	go func() { wg.Wait(); close(results) }
	for r := range results {
		fmt.Println(r.job.id, r.sum, r.err)
	}
	select {
	case r := <-results:
	case jobs <- 1:
	}
}
