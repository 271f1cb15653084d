package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

type Big struct{ A, B, C, D, E int }

type T struct {
	N    int
	Name string
}

func (t T) Add(k int) int                              { return t.N + k }
func (t *T) Set(n int)                                 { t.N = n }
func (t T) Many(a int8, b string, c float64, d []int, e map[string]int, f any, g error, h bool) (string, error) {
	return fmt.Sprint(t.N, a, b, c, d, e, f, g, h), errors.New("e")
}
func (t T) Big(b Big) Big                  { b.A += t.N; return b }
func (t T) Var(p string, xs ...int) string { return fmt.Sprint(p, xs, len(xs)) }
func (t T) Float(f float32, g complex128) (float32, complex128) {
	return f * 2, g * 2
}
func (t T) unexported() {}
func (t T) String() string { return "T:" + t.Name }

type I interface {
	Add(int) int
	String() string
}
type Fn func(int) int

func (f Fn) Twice(x int) int { return f(f(x)) }

type Small int8

func (s Small) Neg() Small { return -s }

type Emb struct {
	*T
	X int
}

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panics:", r)
		}
	}()
	f()
}

func vals(vs []reflect.Value) (out []any) {
	for _, v := range vs {
		out = append(out, v.Interface())
	}
	return
}

func main() {
	v := func(x any) reflect.Value { return reflect.ValueOf(x) }
	args := func(xs ...any) (out []reflect.Value) {
		for _, x := range xs {
			out = append(out, v(x))
		}
		return
	}
	f := func(a, b int) int { return a*10 + b }
	fmt.Println(vals(v(f).Call(args(3, 4))))
	k := 5
	fmt.Println(vals(v(func(x int) (int, string) { k += x; return k, "ok" }).Call(args(2))), k)
	fmt.Println(vals(v(strings.ToUpper).Call(args("abc"))), vals(v(fmt.Sprintf).Call(args("%d-%s", 1, "x"))), vals(v(fmt.Sprint).CallSlice(args([]any{1, 2}))))
	fmt.Println(vals(v(func(b Big, xs ...string) (Big, []string) { b.E = 9; return b, xs }).Call(args(Big{1, 2, 3, 4, 5}, "p", "q"))))
	fmt.Println(vals(v(func() (int, float64, string, []int, any) { return 1, 2.5, "s", []int{1}, nil }).Call(nil)[:4]))
	fmt.Println(vals(v(func(a uint8, b int16, c bool, d float32, e rune) string { return fmt.Sprint(a, b, c, d, e) }).Call(args(uint8(200), int16(-3), true, float32(1.5), 'x'))))

	t := T{7, "seven"}
	tv, pv := v(t), v(&t)
	for i := 0; i < tv.NumMethod(); i++ {
		m := tv.Type().Method(i)
		fmt.Println(i, m.Name, m.Type, m.Index, m.IsExported(), tv.Method(i).Type())
	}
	for i := 0; i < pv.NumMethod(); i++ {
		fmt.Println(i, pv.Type().Method(i).Name, pv.Type().Method(i).Type)
	}
	fmt.Println(vals(tv.MethodByName("Add").Call(args(5))), vals(pv.MethodByName("Add").Call(args(6))))
	pv.MethodByName("Set").Call(args(40))
	fmt.Println(t.N, vals(pv.Elem().MethodByName("Add").Call(args(1))))
	pv.Elem().Addr().MethodByName("Set").Call(args(41))
	fmt.Println(t.N, tv.MethodByName("Set").IsValid(), tv.MethodByName("unexported").IsValid())
	fmt.Println(vals(tv.MethodByName("Many").Call([]reflect.Value{v(int8(1)), v("b"), v(2.5), v([]int{1}), v(map[string]int{"a": 1}), v(3), reflect.Zero(reflect.TypeFor[error]()), v(true)})))
	fmt.Println(vals(tv.MethodByName("Big").Call(args(Big{1, 2, 3, 4, 5}))), vals(tv.MethodByName("Var").Call(args("p", 1, 2, 3))), vals(tv.MethodByName("Var").Call(args("p"))), vals(tv.MethodByName("Var").CallSlice(args("p", []int{4}))), vals(tv.MethodByName("Float").Call(args(float32(1.5), 1+2i))))
	m, ok := tv.Type().MethodByName("Add")
	fmt.Println(m.Name, ok, vals(m.Func.Call(args(T{100, ""}, 1))))
	_, ok = tv.Type().MethodByName("Nope")
	fmt.Println(ok)
	fmt.Println(vals(v(Fn(func(x int) int { return x * 3 })).MethodByName("Twice").Call(args(2))), vals(v(Small(5)).Method(0).Call(nil)), vals(v(Emb{&t, 1}).MethodByName("Add").Call(args(1))))
	var i I = t
	iv := v(&i).Elem()
	fmt.Println(iv.Kind(), iv.NumMethod(), vals(iv.Method(0).Call(args(2))), vals(iv.MethodByName("String").Call(nil)))
	it := reflect.TypeFor[I]()
	for m := range it.Methods() {
		fmt.Println(m.Name, m.Type, m.Index)
	}
	fmt.Println(v(errors.New("x")).MethodByName("Error").Call(nil)[0])

	try("few", func() { v(f).Call(args(1)) })
	try("many", func() { v(f).Call(args(1, 2, 3)) })
	try("type", func() { v(f).Call(args(1, "x")) })
	try("notfunc", func() { v(5).Call(nil) })
	try("nil", func() { v((func())(nil)).Call(nil) })
	try("zero", func() { v(f).Call([]reflect.Value{{}, {}}) })
	try("slice", func() { v(f).CallSlice(args(1, 2)) })
	try("method", func() { tv.Method(99) })
	try("callee", func() { v(func() { panic("inside") }).Call(nil) })

	c := make(chan int, 2)
	cv := v(c)
	cv.Send(v(1))
	fmt.Println(cv.TrySend(v(2)), cv.TrySend(v(3)), cv.Len(), cv.Cap())
	x, ok := cv.Recv()
	fmt.Println(x, ok)
	x, ok = cv.TryRecv()
	fmt.Println(x, ok)
	x, ok = cv.TryRecv()
	fmt.Println(x.IsValid(), ok)
	go func() { c <- 77 }()
	n, rv, ok := reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: v(make(chan string))}, {Dir: reflect.SelectRecv, Chan: cv}})
	fmt.Println(n, rv, ok)
	n, rv, ok = reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: cv}, {Dir: reflect.SelectDefault}})
	fmt.Println(n, rv.IsValid(), ok)
	n, _, _ = reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectSend, Chan: cv, Send: v(5)}, {Dir: reflect.SelectDefault}})
	fmt.Println(n, <-c)
	cv.Close()
	x, ok = cv.Recv()
	fmt.Println(x, ok)
	n, rv, ok = reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: cv}})
	fmt.Println(n, rv, ok)
	try("sendclosed", func() { cv.Send(v(1)) })
	try("dir", func() { v((<-chan int)(c)).Send(v(1)) })
	for x := range v([]string{"a", "b"}).Seq() {
		fmt.Print(x, " ")
	}
	for i, x := range v([]string{"a", "b"}).Seq2() {
		fmt.Print(i, x, " ")
	}
	for i := range v(3).Seq() {
		fmt.Print(i, " ")
	}
	for _, r := range v("hé").Seq2() {
		fmt.Print(r, " ")
	}
	fmt.Println()
	for sf, fv := range v(T{1, "q"}).Fields() {
		fmt.Print(sf.Name, "=", fv, " ")
	}
	for p := range v(f).Type().Ins() {
		fmt.Print(p, " ")
	}
	fmt.Println()
	mt := reflect.MapOf(reflect.TypeOf(""), reflect.TypeOf(Small(0)))
	mv := reflect.MakeMap(mt)
	for i := 0; i < 100; i++ {
		mv.SetMapIndex(v(fmt.Sprint("k", i)), v(Small(i)))
	}
	fmt.Println(mt, mv.Len(), mv.MapIndex(v("k42")), reflect.ChanOf(reflect.RecvDir, mt), reflect.ArrayOf(3, mt), reflect.FuncOf([]reflect.Type{mt, reflect.TypeOf([]int{})}, []reflect.Type{mt}, true), reflect.SliceOf(mt), reflect.PointerTo(mt))
	a := reflect.New(reflect.ArrayOf(4, reflect.TypeOf(Small(0)))).Elem()
	a.Index(2).SetInt(6)
	fmt.Println(a, a.Len(), a.Type().Size())
}
