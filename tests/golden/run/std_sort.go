// Sorting and seeded random numbers: the order of equal elements and the numbers are Go's.
package main

import (
	"cmp"
	"container/heap"
	"container/list"
	"fmt"
	"maps"
	"math/rand"
	randv2 "math/rand/v2"
	"slices"
	"sort"
	"strings"
)

type pair struct{ k, v int }

type byK []pair

func (b byK) Len() int           { return len(b) }
func (b byK) Less(i, j int) bool { return b[i].k < b[j].k }
func (b byK) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type intHeap struct{ sort.IntSlice }

func (h *intHeap) Push(x any) { h.IntSlice = append(h.IntSlice, x.(int)) }
func (h *intHeap) Pop() any {
	n := len(h.IntSlice) - 1
	x := h.IntSlice[n]
	h.IntSlice = h.IntSlice[:n]
	return x
}

func main() {
	r := rand.New(rand.NewSource(42))
	for _, n := range []int{0, 1, 5, 12, 13, 50, 100, 1000} {
		a := make([]pair, n)
		for i := range a {
			a[i] = pair{r.Intn(n/3 + 1), i}
		}
		b, c, d, e := slices.Clone(a), slices.Clone(a), slices.Clone(a), slices.Clone(a)
		sort.Sort(byK(a))
		sort.Stable(byK(b))
		sort.Slice(c, func(i, j int) bool { return c[i].k < c[j].k })
		byKey := func(x, y pair) int { return cmp.Compare(x.k, y.k) }
		slices.SortFunc(d, byKey)
		slices.SortStableFunc(e, byKey)
		h := 0
		for _, s := range [][]pair{a, b, c, d, e} {
			for _, p := range s {
				h = h*31 + p.v
			}
		}
		fmt.Println(n, h, sort.IsSorted(byK(a)))
	}
	xs := []int{3, 1, 4, 1, 5, 9, 2, 6}
	sort.Sort(sort.Reverse(sort.IntSlice(xs)))
	fmt.Println(xs, sort.SearchInts([]int{1, 3, 5}, 4), slices.Max(xs), slices.Index(xs, 4))
	slices.Sort(xs)
	fmt.Println(xs, slices.Compact(slices.Clone(xs)), slices.Insert([]int{1, 2}, 1, 9, 8), slices.Delete([]int{1, 2, 3, 4}, 1, 3))
	for c := range slices.Chunk(xs, 3) {
		fmt.Print(c)
	}
	fmt.Println(slices.Sorted(maps.Keys(map[string]int{"b": 1, "a": 2})))
	words := strings.Fields("the quick brown fox jumps over the lazy dog")
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	fmt.Println(words)
	h := &intHeap{sort.IntSlice{5, 2, 8}}
	heap.Init(h)
	heap.Push(h, 3)
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	l := list.New()
	l.PushBack(1)
	l.PushFront(0)
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	fmt.Println(r.Int63(), r.Float64(), r.NormFloat64(), r.ExpFloat64(), r.Perm(6), r.Intn(100), r.Uint32())
	p := randv2.New(randv2.NewPCG(1, 2))
	c := randv2.New(randv2.NewChaCha8([32]byte{1, 2, 3}))
	fmt.Println(p.IntN(1000), p.Float64(), p.Perm(5), p.NormFloat64(), c.Uint64(), c.IntN(10), c.Int32())
}
