// Indices of the targets of an assignment are checked when their turn to be stored has come.
package main

import "fmt"

type S struct {
	F0 int
	F1 *int
}

var (
	x  int
	g  []S
	ar [3]int
	m  map[string]int
	p  *S
	pp **int
)

func try(name string, f func()) {
	x = 1
	defer func() { fmt.Println(name, recover(), x, ar) }()
	f()
}
func next(i int) int  { return i }
func at(n, i int) int { return i }

func main() {
	loc := func() int { return 5 }
	try("slice field", func() { x, g[at(0, 2)].F1 = 2, nil })
	try("slice field 2", func() { x, g[next(2)].F0 = 2, 3 })
	try("slice", func() { s := []int{}; x, s[loc()] = 2, 3 })
	try("nil map", func() { x, m["a"] = 2, 3 })
	try("nil ptr field", func() { x, p.F0 = 2, 3 })
	try("nil deref", func() { x, *pp = 2, nil })
	try("array", func() { i := 3; x, ar[i] = 2, 3 })
	try("array ok", func() { i := 2; x, ar[i] = 2, 3; x, ar[x-1] = 9, 8 })
	try("nested", func() { s := [][]int{{1}}; x, s[0][loc()] = 2, 3 })
	try("nested outer", func() { s := [][]int{{1}}; x, s[loc()][0] = 2, 3 })
	try("ptr array", func() { var a *[3]int; x, a[1] = 2, 3 })
	try("slice of ptr", func() { s := []*S{nil}; x, s[0].F0 = 2, 3 })
	try("ptr ptr", func() { var q *struct{ s *S }; x, q.s.F0 = 2, 3 })
	try("ptr slice", func() { var q *struct{ s []int }; x, q.s[0] = 2, 3 })
	try("ptr slice idx", func() { q := &struct{ s []int }{}; x, q.s[0] = 2, 3 })
	try("struct arr", func() { var q struct{ s [2]S }; i := 2; x, q.s[i].F0 = 2, 3 })
	try("rhs panics", func() { s := []int{}; x, ar[0] = 2, s[x] })
	try("recv", func() {
		c := make(chan int, 1)
		c <- 4
		var ok bool
		s := []int{}
		s[0], ok = <-c
		_ = ok
	})
	try("map comma", func() { mm := map[int]int{1: 7}; var s []bool; x, s[0] = mm[1] })
	try("assert comma", func() { var a any = 7; var s []bool; x, s[0] = a.(int) })
	try("func tuple", func() { s := []int{}; x, s[0] = func() (int, int) { return 2, 3 }() })
	try("op", func() { s := []int{}; s[loc()] += func() int { x = 7; return 1 }() })
	try("single", func() { s := []int{}; s[loc()] = func() int { x = 7; return 1 }() })
	try("single ptr", func() { p.F0 = func() int { x = 7; return 1 }() })
	try("single map", func() { m["a"] = func() int { x = 7; return 1 }() })
	try("single nested", func() { s := [][]int{}; s[0][0] = func() int { x = 7; return 1 }() })
	try("single ptr elem", func() { s := []*S{}; s[0].F0 = func() int { x = 7; return 1 }() })
	try("slice field single", func() { g[at(0, 2)].F0 = func() int { x = 7; return 1 }() })
	try("range", func() {
		s := []int{}
		for x, s[0] = range []int{4, 5} {
		}
	})
	try("ptr array var", func() { a := new([3]int); i := 5; x, a[i] = 2, 3 })
	try("nil ptr array var", func() { var a *[3]int; i := 1; x, a[i] = 2, 3 })
	try("nil ptr array var out", func() { var a *[3]int; i := 5; x, a[i] = 2, 3 })
	try("2d", func() { var a [2][3]int; i, j := 1, 5; x, a[i][j] = 2, 3 })
	try("2d ok", func() { var a [2][3]S; i, j := 1, 2; x, a[i][j].F0 = 2, 3; ar[1] = a[1][2].F0 })
	try("slice of arrays", func() {
		a := make([][3]S, 2)
		i, j := 1, 2
		x, a[i][j].F0, a[j-1][1].F0 = 2, 3, 4
		ar[1], ar[2] = a[1][2].F0, a[1][1].F0
	})
	try("slice of arrays out", func() { a := make([][3]S, 2); i, j := 2, 2; x, a[i][j].F0 = 2, 3 })
	try("local arr swap", func() {
		a := [4]int{1, 2, 3, 4}
		for i, j := 0, 3; i < j; i, j = i+1, j-1 {
			a[i], a[j] = a[j], a[i]
		}
		ar[0] = a[0]
		ar[1] = a[1]
	})
	try("embedded", func() {
		type E struct{ S }
		a := []E{{}}
		i := 0
		x, a[i].F0 = 2, 3
		ar[0] = a[0].F0
		x, a[i+1].F0 = 4, 5
	})
	try("embedded ptr", func() {
		type E struct{ *S }
		a := []E{{&S{}}, {}}
		i := 0
		x, a[i].F0 = 2, 3
		ar[0] = a[0].F0
		x, a[i+1].F0 = 4, 5
	})
	try("embedded ptr out", func() { type E struct{ *S }; a := []E{}; i := 0; x, a[i].F0 = 2, 3 })
	try("swap", func() { s := []int{1, 2}; i := 0; i, s[i] = 1, 9; x = s[0]; ar[0] = i })
}
