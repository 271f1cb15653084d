package p

import "fmt"
func f(a int) (b int) {
	var c int
	d := 1
	var e, g = 1, 2
	h, i := 3, 4
	i = 5
	var j func() = func() { k := 1 }
	for l := 0; l < 1; l++ { m := l }
	for n, o := range []int{} { }
	if p := 1; true { }
	switch q := 1; { }
	switch r := any(1).(type) { case int: }
	var s struct{ x int }
	s.x = 1
	var t [3]int
	t[0] = 1
	var u *int
	*u = 1
	var v map[int]int
	v[1] = 2
	var w []int
	w = append(w, 1)
	const x = 1
	type y int
	var z, _ = 1, 2
	func() { var aa int; aa++ }()
	var bb int
	bb += 1
	var cc int
	(cc) = 1
	var dd = func() { dd() }
	L: for { break }
	ee, err := fmt.Println()
	var ff int
	func() { ff = 1 }()
	var gg int
	_ = func() { gg := gg }
	var hh chan int
	hh <- 1
	var ii int
	_ = &ii
	return
}
