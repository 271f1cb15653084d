package main

import "fmt"

type I interface{ M() }
type T1 struct{ a, b int }

func (T1) M() {}

type T2 struct{ f func() }

func (T2) M() {}

func try(name string, f func()) {
	defer func() {
		r := recover()
		if e, ok := r.(error); ok {
			fmt.Printf("%s: %T %v\n", name, r, e)
			if re, ok := r.(interface{ RuntimeError() }); ok {
				_ = re
				fmt.Println("  runtime")
			}
		} else {
			fmt.Printf("%s: %T %v\n", name, r, r)
		}
	}()
	f()
}

type N struct {
	p *N
	v int
	a [10]int
}
type big struct {
	pad [1 << 16]byte
	x   int
}
type err struct{ s []int }

func (e err) Error() string { return "err" }

//go:noinline
func id[T any](x T) T { return x }

func main() {
	var i any
	var n *N
	var m map[any]int
	var I0 I
	s := []int{1, 2, 3}
	z := 0
	try("nilmap", func() { m[1] = 1 })
	try("read nil", func() { fmt.Println(m[1]) })
	try("hash2", func() { m = map[any]int{}; m[struct{ a any }{[]int{}}] = 1 })
	try("hash3", func() { m[T2{}] = 1 })
	try("hash4", func() { m[[1]any{func() {}}] = 1 })
	try("cmp", func() { var a, b any = []int{}, []int{}; fmt.Println(a == b) })
	try("cmp2", func() { var a, b any = T2{}, T2{}; fmt.Println(a == b) })
	try("cmp3", func() { var a, b any = struct{ a any; b int }{[]int{}, 1}, struct{ a any; b int }{[]int{}, 2}; fmt.Println(a == b) })
	try("cmp4", func() { var a, b any = [2]any{1, []int{}}, [2]any{2, []int{}}; fmt.Println(a == b) })
	try("cmp5", func() { var a I = T2{}; var b any = T2{}; fmt.Println(a == b) })
	try("cmp6", func() { var a error = err{}; fmt.Println(a == err{} .wrap()) })
	try("idx", func() { fmt.Println(s[id(3)]) })
	try("idxu", func() { fmt.Println(s[id(uint64(1<<63))]) })
	try("arr", func() { var a [3]int; fmt.Println(a[id(5)]) })
	try("str", func() { fmt.Println("abc"[id(3)]) })
	try("slice1", func() { fmt.Println(s[id(2):id(1)]) })
	try("slice2", func() { fmt.Println(s[id(4):]) })
	try("slice3", func() { fmt.Println(s[:id(4)]) })
	try("slice4", func() { fmt.Println(s[:2:id(5)]) })
	try("slice5", func() { fmt.Println(s[id(1):id(3):id(2)]) })
	try("slice6", func() { fmt.Println(s[id(3):id(2):id(3)]) })
	try("slice7", func() { fmt.Println("abc"[id(2):id(1)]) })
	try("slice8", func() { fmt.Println("abc"[id(4):]) })
	try("slice9", func() { fmt.Println("abc"[id(-1):]) })
	try("slice10", func() { var a *[3]int; fmt.Println(a[id(0):]) })
	try("toarr", func() { fmt.Println([4]int(s)) })
	try("toarrp", func() { fmt.Println((*[4]int)(s)) })
	try("div", func() { fmt.Println(1 / z) })
	try("mod", func() { fmt.Println(1 % z) })
	try("shift", func() { fmt.Println(1 << id(-1)) })
	try("nilptr", func() { fmt.Println(n.v) })
	try("nilptr2", func() { n.p.v = 1 })
	try("nilbig", func() { var b *big; fmt.Println(b.x) })
	try("nilfn", func() { var f func(); f() })
	try("niliface", func() { I0.M() })
	try("nilembed", func() { var x struct{ *N }; fmt.Println(x.v) })
	try("assert1", func() { fmt.Println(i.(int)) })
	try("assert2", func() { i = "x"; fmt.Println(i.(int)) })
	try("assert3", func() { fmt.Println(i.(I)) })
	try("assert4", func() { i = T1{}; fmt.Println(i.(interface{ M(); N() })) })
	try("assert5", func() { fmt.Println(I0.(T1)) })
	try("assert6", func() { I0 = T1{}; fmt.Println(I0.(T2)) })
	try("assert7", func() { fmt.Println(i.(*T1)) })
	try("assert8", func() { type T1 struct{}; fmt.Println(i.(T1)) })
	try("close nil", func() { var c chan int; close(c) })
	try("close2", func() { c := make(chan int); close(c); close(c) })
	try("send closed", func() { c := make(chan int, 1); close(c); c <- 1 })
	try("select send closed", func() { c := make(chan int); close(c); select { case c <- 1: default: } })
	try("make", func() { _ = make([]int, id(-1)) })
	try("make2", func() { _ = make([]int, 2, id(1)) })
	try("make3", func() { _ = make([]int, id(1<<62)) })
	try("makechan", func() { _ = make(chan int, id(-1)) })
	try("makemap", func() { fmt.Println(len(make(map[int]int, id(-1)))) })
	try("panic nil", func() { panic(nil) })
	try("panic err", func() { panic(fmt.Errorf("x%d", 1)) })
	try("panic val", func() { panic(T1{1, 2}) })
	try("repanic", func() { defer func() { panic(fmt.Sprint("again ", recover())) }(); panic("one") })
	try("goexit-like", func() { defer func() { recover() }(); panic("x") })
	try("append", func() { var p *[]int; *p = append(*p, 1) })
	try("copy", func() { fmt.Println(copy(s, s[1:]), s) })
	try("clear", func() { clear(m); fmt.Println(len(m)); clear(s); fmt.Println(s) })
	try("conv", func() { var f = 1e30; fmt.Println(int32(int64(id(int64(1)<<40))), uint8(id(300)), f) })
	var e error = err{}
	defer func() {
		fmt.Println("main", recover())
		var a, b any = e, e
		fmt.Println(a == b)
	}()
	panic(e)
}
func (e err) wrap() error { return e }
