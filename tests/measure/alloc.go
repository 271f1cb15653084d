// What an allocation costs, by size: objects that die at once, in a ring of a few that live.
package main

import (
	"fmt"
	"time"
)

var ring [64]any

func measure[T any](name string, n int) {
	var keep [64]*T
	best := 1e18
	for range 3 {
		start := time.Now()
		for i := range n {
			keep[i%64] = new(T)
		}
		best = min(best, float64(time.Since(start).Nanoseconds())/float64(n))
	}
	ring[0] = keep
	fmt.Printf("%-14s %7.1f ns\n", name, best)
}

type small16 struct {
	p *int
	n int
}

func main() {
	const n = 4 << 20
	measure[[2]int]("16", n)
	measure[[4]int]("32", n)
	measure[[8]int]("64", n)
	measure[[32]int]("256", n)
	measure[[512]int]("4096", n/8)
	measure[small16]("16, pointers", n)
	measure[[2]small16]("32, pointers", n)
	measure[[4]small16]("64, pointers", n)
	measure[[16]small16]("256, pointers", n)
	measure[[256]small16]("4096, pointers", n/8)
}
