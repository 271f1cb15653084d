package main

import (
	"fmt"
	"math"
	"os"
	"time"
	"errors"
	"unsafe"
)

type E int

const (
	A E = iota
	B
	C
)

func (e E) String() string { return [...]string{"A", "B", "C"}[e] }

type S struct {
	I   int
	F   float64
	s   string
	P   *int
	M   map[string]int
	L   []any
	E   E
	e   error
	Fn  func()
	Ch  chan int
	Arr [2]bool
	Sub struct{ X, y int }
	U   uintptr
	UP  unsafe.Pointer
	C   complex128
	B   []byte
	R   rune
	BA  [3]byte
	I2  interface{ Foo() }
}
type Err struct{}

func (*Err) Error() string { return "errr" }

type GS struct{ v int }

func (g GS) GoString() string { return "GS!" }

type Fm struct{}

func (Fm) Format(s fmt.State, v rune) {
	w, wok := s.Width()
	p, pok := s.Precision()
	fmt.Fprintf(s, "<%c %d %v %d %v %v%v%v%v%v>", v, w, wok, p, pok, s.Flag('+'), s.Flag('-'), s.Flag('#'), s.Flag(' '), s.Flag('0'))
}

type P struct{}

func (P) String() string { panic("oops") }

type NP struct{ x int }

func (n *NP) String() string { return fmt.Sprint("np", n.x) }

func main() {
	var s S
	fmt.Printf("%v\n%+v\n%#v\n%T\n", s, s, s, s)
	s.L = []any{1, "a", nil, 2.5, []int{1}, E(1), &Err{}}
	s.M = map[string]int{"b": 2, "a": 1}
	s.e = &Err{}
	s.B = []byte("hi\x00")
	fmt.Printf("%v\n%+v\n", s.L, s.M)
	fmt.Printf("%#v\n%#v\n%#v\n", s.M, s.B, s.BA)
	for _, v := range []any{42, -7, 3.14159, 1e21, 1e-7, "he\"llo\n", 'x', true, nil, []string{"a b", "c"}, [2]int{1, 2}, map[int]string{2: "b", 1: "a"}, 1 + 2i, E(1), &struct{ A int }{1}, struct{}{}, []byte("abc"), &[]int{1}, &map[string]int{"a": 1}, errors.New("e"), GS{1}, Fm{}, float32(0.1), uint8(200), int64(math.MinInt64), uintptr(255), math.Inf(1), math.NaN(), -0.0, math.Copysign(0, -1)} {
		for _, f := range []string{"%v", "%+v", "%#v", "%T", "%d", "%s", "%q", "%x", "%X", "%o", "%b", "%c", "%U", "%e", "%g", "%f", "%t", "%08.3f", "%+d", "%-10v|", "%10v|", "% x", "%#x", "%6.2v", "%+q", "%#q", "%O", "%#o", "%#b", "%p"} {
			if f == "%p" {
				continue
			}
			fmt.Printf(f+" ", v)
		}
		fmt.Println()
	}
	fmt.Printf("%d %s\n", 1)
	fmt.Printf("%d\n", 1, 2)
	fmt.Printf("%!\n")
	fmt.Printf("%z\n", 1)
	fmt.Printf("%[2]d %[1]d %d\n", 1, 2)
	fmt.Printf("%[3]d\n", 1)
	fmt.Printf("%*d|%-*d|%.*f\n", 5, 1, 5, 2, 2, 3.14159)
	fmt.Printf("%v %s\n", P{}, P{})
	var np *NP
	fmt.Printf("%v %+v %s\n", np, &NP{2}, []*NP{})
	fmt.Println(&NP{3}, NP{4}, []E{0, 1}, map[E]E{1: 2}, [1]error{&Err{}})
	fmt.Println(time.Duration(1500)*time.Millisecond, time.Unix(0, 0).UTC(), time.March, time.Saturday)
	fmt.Printf("%5t|%-7t|%q|%v|%x\n", true, false, 'ä', 'ä', "ä")
	fmt.Printf("%6.3d|%+.2e|%x|%X|%#v|%#v\n", 7, 12345.678, 3.5, -1, 1e6, float32(2))
	fmt.Printf("%v %v\n", struct {
		a any
		b *int
	}{}, [][]int{{1}, nil, {}})
	fmt.Printf("%#v %#v %#v\n", []any{nil, 1, "a"}, struct{ X *int }{}, [][]string{{"a"}, nil})
	fmt.Printf("%#v %#v %#v %#v\n", int8(1), uint(2), 'x', []rune("hé"))
	fmt.Printf("%s|%10.2s|%-5s|%05s|%x\n", "héllo", "héllo", "é", "ab", []string{"a", "b"})
	fmt.Printf("%t %t\n", 1, "x")
	fmt.Printf("%s %d\n", []any{1, "a"}, []any{"x", 2.5})
	fmt.Printf("%v %d %s\n", &s.Arr, &[]int{1}, &[]string{"a"})
	fmt.Printf("%U %#U %c\n", 0x1F600, 0x1F600, 0x1F600)
	fmt.Printf("%08b %o %#o %O %x\n", 5, 64, 64, 64, -255)
	fmt.Printf("%+.3g %g %G %.3G\n", 1234.5678, 1e100, 1e-10, 123456.0)
	fmt.Printf("%6d|%-6d|%06d|%+06d|% d\n", 42, 42, 42, 42, 42)
	fmt.Print("a", 1, 2, "b", 3.0, nil, 'x', "\n")
	fmt.Println(int8(-128), uint64(math.MaxUint64), float32(1)/3, 1.0/3, complex64(1+2i), 1e20, 1e21, 123456789.0, 1e-5)
	fmt.Fprintln(os.Stderr, "done")
	println(1.5, "x", true, int8(3), 'a', nil == nil0, 2+3i, uint64(1<<63))
	var e error
	fmt.Println(e)
	fmt.Printf("%v %+v %d %s\n", e, e, e, e)
	os.Exit(3)
}

var nil0 *int
