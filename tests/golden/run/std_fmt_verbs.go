package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"time"
	"unsafe"
)

type I int
type U8 uint8
type S string
type B []byte
type F float64
type St struct {
	A int
	b string
	C []byte
	D any
	E *int
	F map[string]int
	G func()
	H chan int
	I error
}
type Stringer struct{ n int }

func (s Stringer) String() string { return fmt.Sprintf("<%d>", s.n) }

type PStringer struct{ n int }

func (s *PStringer) String() string { return fmt.Sprintf("<p%d>", s.n) }

type GoS struct{ n int }

func (g GoS) GoString() string { return "GoS!" }

type Fm struct{}

func (Fm) Format(f fmt.State, verb rune) {
	w, wok := f.Width()
	p, pok := f.Precision()
	fmt.Fprintf(f, "[%c %d %t %d %t", verb, w, wok, p, pok)
	for _, c := range "+-# 0" {
		if f.Flag(int(c)) {
			fmt.Fprintf(f, " %q", c)
		}
	}
	fmt.Fprint(f, fmt.FormatString(f, verb), "]")
}

type PanicS struct{}

func (PanicS) String() string { panic("boom") }

type PanicE struct{}

func (PanicE) Error() string { panic(errors.New("bad")) }

type NilP struct{ x int }

func (n *NilP) String() string { return fmt.Sprint(n.x) }

type PanicF struct{}

func (PanicF) Format(fmt.State, rune) { panic(42) }

type Err struct{ s string }

func (e Err) Error() string { return "err:" + e.s }

type Inner struct{ X, Y int }
type Outer struct {
	Inner
	P *Inner
	S []Inner
	M map[string]Inner
	A [2]*Inner
	I any
	N fmt.Stringer
}
type Rec struct {
	Next *Rec
	V    int
}
type BoolT bool
type C64 complex64
type Fn func(int) string
type MapT map[Inner][]string

func main() {
	x := 7
	_ = x
	vals := []any{
		nil, true, false, BoolT(true), 0, 1, -1, 42, int8(-128), int16(300), int32('x'), int64(math.MinInt64), uint(5), uint8(200), uint16(65535), uint32(1 << 31), uint64(math.MaxUint64), uintptr(0xbeef), I(3), U8(9),
		0.0, 1.0, -1.5, 3.14159265358979, 1e21, 1e-7, 123456789.0, math.Inf(1), math.Inf(-1), math.NaN(), float32(0.1), float32(1e10), F(2.5), math.Copysign(0, -1), math.MaxFloat64, 5e-324,
		1 + 2i, complex64(-1.5 - 2.5i), complex(math.Inf(1), math.NaN()), C64(1i),
		"", "hello", "héllo, 世界", "a\nb\t\"q\"`\\", "\xff\x00\u200b", S("ess"),
		'a', '世', rune(0x1F600), rune(-1), rune(0x110000), '\n',
		[]byte(nil), []byte{}, []byte("bytes\xff"), B("bb"), [3]byte{1, 2, 3}, []uint8{9, 8}, []I{1, 2}, []U8{65, 66},
		[]int(nil), []int{}, []int{1, -2, 3}, [2]bool{true, false}, []string{"a", "b c"}, []any{1, "a", nil, 2.5, []int{1}}, [][]int{{1}, {2, 3}}, []error{Err{"x"}, nil},
		map[string]int(nil), map[string]int{}, map[string]int{"b": 2, "a": 1}, map[int]string{3: "c", 1: "a"}, map[float64]bool{math.NaN(): true, 1: false, math.Inf(-1): true}, map[any]int{"b": 1, "a": 2}, MapT{{1, 2}: {"x"}}, map[bool]I{true: 1, false: 0},
		struct{}{}, struct{ a, b int }{1, 2}, Inner{1, 2}, &Inner{3, 4}, Outer{}, &Outer{Inner: Inner{1, 2}, S: []Inner{{5, 6}}, M: map[string]Inner{"k": {7, 8}}, I: Inner{9, 0}},
		Stringer{1}, &Stringer{2}, PStringer{3}, []Stringer{{4}}, map[Stringer]Stringer{{5}: {6}}, struct{ S Stringer }{Stringer{7}}, GoS{1}, []GoS{{1}}, Err{"e"}, &Err{"pe"}, errors.New("plain"), Fm{}, []Fm{{}},
		PanicS{}, PanicE{}, (*NilP)(nil), (*Stringer)(nil), PanicF{}, []any{PanicS{}, 1},
		time.Second, []time.Duration{time.Minute, 1500 * time.Millisecond}, time.Date(2024, 2, 3, 4, 5, 6, 7, time.UTC), time.March, time.Tuesday,
		(*int)(nil), (func())(nil), (chan int)(nil), unsafe.Pointer(nil), (*Inner)(nil), (Fn)(nil), error(nil), os.ErrNotExist,
		[0]int{}, [][]string{nil, {}}, []map[string]int{{"a": 1}, nil}, [1]*Inner{nil}, []any(nil), struct{ X any }{}, Rec{V: 1}, []Fn{nil},
	}
	verbs := []string{"%v", "%+v", "%#v", "%T", "%d", "%s", "%q", "%x", "%X", "%#x", "% x", "% X", "%# x", "%e", "%g", "%f", "%t", "%b", "%o", "%O", "%#o", "%c", "%U", "%#U", "%+q", "%#q", "%+d", "% d", "%08.3f", "%10v|", "%-10v|", "%010d", "%+.2e", "%6.2f", "%.3s", "%5t", "%-5t|", "%+v", "%#b", "%G", "%E", "%F", "%5c", "%-5c|", "%.0f", "%+s", "%+#v", "%#+v", "%z", "%!", "%5q", "%-8q|", "%08q", "%.2q", "%20.10s|", "%x", "%8x", "%08x", "%.3x", "%#.4x", "%+x", "%#g", "%.3g", "%#.3g", "%+g", "% g", "%5.1v|", "%05s", "%p"}
	for i, v := range vals {
		for _, verb := range verbs {
			if verb == "%p" && v != nil && !strings.HasPrefix(fmt.Sprintf("%T", v), "int") {
				continue
			}
			s := fmt.Sprintf(verb, v)
			if strings.Contains(s, "0xc") || strings.Contains(s, "0x7") && len(s) > 12 || strings.Contains(fmt.Sprintf("%v", v), "0x") && !strings.Contains(s, "(") {
				if _, ok := v.(*Outer); ok {
					continue
				}
			}
			fmt.Printf("%d %s %q\n", i, verb, s)
		}
	}
}
