// Which of several wrong operands of one assignment panics: what an earlier store may change is evaluated early, the rest beside its store.
package main

import (
	"container/heap"
	"fmt"
)

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ints) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

type holder struct {
	list  []int
	array [3]int
	next  *holder
}

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func three(s []int, i, j, k int)          { s[i], s[j], s[k] = s[k], s[i], s[j] }
func lists(h *holder, i, j int)           { h.list[i], h.list[j] = h.list[j], h.list[i] }
func arrays(h *holder, i, j int)          { h.array[i], h.array[j] = h.array[j], h.array[i] }
func tables(t [][]int, i, j int)          { t[i][j], t[j][i] = t[j][i], t[i][j] }
func local(s []int, i, j int) (x int)     { x, s[i] = s[i], s[j]; return }
func memory(s []int, i, j int) (x int)    { s[i], x = s[i], s[j]; return }
func locals(s []int, i, j int) (x, y int) { x, y = s[i], s[j]; return }
func pointers(p, q *holder)               { p.next, q.next = q.next, p.next }

func entry(s []int, i, j int) map[int]int { return map[int]int{s[i]: s[j]} }

// A result is seen by who recovers.
func partly(s []int) (x, y int) {
	defer func() { recover() }()
	x, y = 1, s[3]
	return
}

// What the second value mentions is evaluated before the first store.
func mentioned(s []int) (x, y int) {
	defer func() { recover() }()
	x, y = 1, s[x+3]
	return
}

func rotate(a, b, c int) (int, int, int) {
	a, b, c = b, c, a
	return a, b, c
}

func main() {
	h := &ints{}
	try("pop", func() { heap.Pop(h) })
	try("remove", func() { heap.Remove(h, 3) })
	for _, at := range [][2]int{{0, -1}, {7, 9}} {
		i, j := at[0], at[1]
		try("swap", func() { h.Swap(i, j) })
		try("three", func() { three(nil, i, j, 5) })
		try("lists", func() { lists(&holder{}, i, j) })
		try("arrays", func() { arrays(&holder{}, i+3, j) })
		try("tables", func() { tables([][]int{{}, {}}, i+1, j) })
		try("local", func() { local(nil, i, j) })
		try("memory", func() { memory(nil, i, j) })
		try("locals", func() { locals(nil, i, j) })
		try("entry", func() { entry(nil, i, j) })
	}
	try("pointers", func() { pointers(nil, &holder{}) })
	fmt.Println(partly(nil))
	fmt.Println(mentioned(nil))
	fmt.Println(rotate(1, 2, 3))
	s := []int{1, 2, 3}
	three(s, 0, 1, 2)
	i := 0
	i, s[i] = 2, 9
	s[i], i = 8, 1
	fmt.Println(s, i)
	t := [][]int{{1, 2}, {3, 4}}
	tables(t, 0, 1)
	fmt.Println(t)
}
