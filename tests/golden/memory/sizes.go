// Objects of all sizes and shapes keep what is in them, next to others that come and go.
package main

import (
	"fmt"
	"runtime"
)

type mixed struct {
	a  int
	p  *int
	b  [3]int
	s  string
	xs []*int
}

// irregular has its pointers at no regular distance, over more than 64 words.
type irregular struct {
	head [61]int
	p    *int
	mid  [11]int
	q    *int
	m    mixed
}

func ptr(i int) *int { return &i }

func main() {
	var all [][]*int
	var mixeds [][]mixed
	var odd [][]irregular
	var bytes [][]byte
	for n := 1; n < 40_000; n = n*5/4 + 1 {
		ps := make([]*int, n)
		for i := range ps {
			ps[i] = ptr(i)
		}
		all = append(all, ps)
		k := n/16 + 1
		ms := make([]mixed, k)
		os := make([]irregular, k/8+1)
		for i := range ms {
			ms[i] = mixed{i, ptr(i), [3]int{i, i, i}, fmt.Sprint("s", i), []*int{ptr(i)}}
		}
		for i := range os {
			os[i].p, os[i].q, os[i].m = ptr(i), ptr(-i), ms[i%k]
		}
		mixeds, odd = append(mixeds, ms), append(odd, os)
		b := make([]byte, n*3)
		for i := range b {
			b[i] = byte(n)
		}
		bytes = append(bytes, b)
		if len(all)%7 == 0 {
			runtime.GC()
		}
		// what was dropped is found zero again
		for _, p := range make([]*int, n) {
			if p != nil {
				panic("not zero")
			}
		}
	}
	runtime.GC()
	sum := 0
	for _, ps := range all {
		for i, p := range ps {
			if *p != i {
				panic(fmt.Sprint("lost ", i, " of ", len(ps)))
			}
			sum += *p
		}
	}
	for _, ms := range mixeds {
		for i, m := range ms {
			if *m.p != i || *m.xs[0] != i || m.s != fmt.Sprint("s", i) {
				panic("lost a mixed")
			}
		}
	}
	for _, os := range odd {
		for i, o := range os {
			if *o.p != i || *o.q != -i || *o.m.p != *o.m.xs[0] {
				panic("lost an irregular")
			}
		}
	}
	for _, b := range bytes {
		for _, c := range b {
			if c != b[0] {
				panic("bytes changed")
			}
		}
	}
	fmt.Println(len(all), sum)
}
