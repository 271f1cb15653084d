package main

import (
	"fmt"
	"io"
)

type Shape interface {
	Area() float64
	Scale(f float64)
}
type Sq struct{ s float64 }

func (q Sq) Area() float64 { return q.s }
func (q *Sq) Scale(f float64) { q.s *= f }

type Ci struct{}

func (Ci) area() float64 { return 0 }
func (Ci) Scale(f int) {}

type W struct{ w io.Writer }

func (w W) Write(p []byte) int { return 0 }

type P struct{ Name string; age int }

func (p P) String() string { return p.Name }
func (p P) Age() { }

type Emb struct{ P; *Sq; io.Reader }

func two() (int, error) { return 1, nil }
func none() {}
func vari(xs ...string) {}

func main() {
	var s Shape = Sq{1}
	s = Ci{}
	s = &Ci{}
	s = nil
	s = 5
	var w io.Writer = W{}
	w = &w
	p := P{"a", 1, 2}
	p2 := P{"a"}
	p3 := P{Name: "a", 1}
	p.name = "x"
	p.NAME = "x"
	p.Age = 3
	p.age()
	p.Foo.Bar()
	var e Emb
	e.s = "x"
	e.Name()
	e.String
	e.Read(1)
	x := two()
	y, z, q := two()
	var a int = two()
	fmt.Println(two(), 1)
	none() + 1
	v := none()
	vari("a", 1, nil)
	vari([]string{}, "a")
	vari([]int{}...)
	vari("a", []string{}...)
	two(1)
	len()
	len(1)
	len("a", "b")
	cap(map[int]int{})
	append()
	append([]int{}, "a")
	append([]int{}, []string{}...)
	_ = append(nil, 1)
	copy([]int{}, []string{})
	delete([]int{}, 1)
	delete(map[string]int{}, 1)
	make(int)
	make([]int)
	make([]int, -1)
	make([]int, 5, 2)
	make([]int, "a")
	make(map[string]int, 1, 2)
	new(5)
	close(5)
	close(make(<-chan int))
	panic()
	panic(1, 2)
	recover(1)
	complex(1, "a")
	real(1)
	imag("a")
	min(1, "a")
	max()
	clear(5)
	print(none())
	var ch chan<- int
	<-ch
	var rc <-chan int
	rc <- 1
	ch <- "a"
	for range ch { }
	var arr [3]int
	arr[5] = 1
	arr[-1] = 1
	arr["a"] = 1
	arr[1.5] = 1
	_ = arr[1:5]
	_ = arr[2:1]
	_ = "abc"[5]
	_ = [3]int{}[0:1]
	var m map[string]struct{ f int }
	m["a"].f = 1
	m[1] = 2
	&m["a"]
	_ = &none
	_ = &two()
	two() = 1
	1 = 2
	"a" = "b"
	none = nil
	fmt = nil
	nil := 1
	_ = nil == nil
	_ = none == none
	_ = []int{} == []int{}
	_ = arr == [4]int{}
	_ = p == p
	_ = struct{ f []int }{} == struct{ f []int }{}
	_ = s == 1
	_ = s == p
	_ = 1 == "a"
	_ = 1 < nil
	_ = true < false
	_ = p < p
	_ = s.(int)
	_ = s.(*Sq)
	_ = s.(Ci)
	_ = p.(P)
	_ = s.(io.Reader)
	_ = int("a")
	_ = string(1.5)
	_ = []byte(1)
	_ = (*int)(5)
	_ = Shape(1)
	_ = P(struct{ Name string; age string }{})
	_ = func() {}.x
	_ = 1.5 % 2
	_ = 1 << 1.5
	_ = "a" << 1
	_ = 1.0 << s
	_ = 5 / 0
	_ = 5.0 / 0.0
	_ = !1
	_ = -true
	_ = +"a"
	_ = ^"a"
	var i8 int8 = 1
	var i16 int16 = i8
	_ = i8 + i16
	_ = i8 + 300
	_ = i8 << 10
	_ = uint(1) - 2
	i8 = 1.5
	i8 += 1.5
	i8 <<= -1
	i8 %= 0
	if i8 { }
	for i8 { }
	switch i8 { case 1000: case "a": case i16: case 1: case 1: }
	switch { case 1: case i8 == 1: }
	switch s := s.(type) { }
	switch s.(type) { case Sq: case *Sq: case Shape: case nil: case nil: case int: }
}
