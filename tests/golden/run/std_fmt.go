// Every verb with flags, widths and precisions on every kind of value; bad formats; wrapped errors.
package main

import (
	"errors"
	"fmt"
	"math"
	"time"
	"unsafe"
)

type I int
type S string
type Str struct{ a int; B string }
func (s Str) String() string { return "Str<" + s.B + ">" }
type PStr struct{ X int }
func (p *PStr) String() string { return "P" + fmt.Sprint(p.X) }
type E struct{ c int }
func (e E) Error() string { return "err!" }
type Pan struct{}
func (Pan) String() string { panic("boom") }
type PanE struct{}
func (PanE) Error() string { panic(errors.New("xx")) }
type GS struct{ q int }
func (GS) GoString() string { return "GS!" }
type F struct{}
func (F) Format(s fmt.State, c rune) {
	w, wok := s.Width(); p, pok := s.Precision()
	fmt.Fprintf(s, "F[%c %d %v %d %v %v %v %v %v %v]", c, w, wok, p, pok, s.Flag('+'), s.Flag('-'), s.Flag('#'), s.Flag(' '), s.Flag('0'))
}
type B []byte
type Emb struct{ Str; N int }
type UE struct { e error; s fmt.Stringer; x Str; t time.Duration }
type Col uint8
func (c Col) String() string { return "col" + fmt.Sprint(uint8(c)) }
type MK struct{ a int; b string }

var vals = []any{nil, true, false, 0, 1, -1, 42, -7, int8(-128), int16(300), int32('x'), int64(math.MinInt64), uint(7), uint8(255), uint16(9), uint32(1 << 31), uint64(math.MaxUint64), uintptr(0xdead),
	1.0, -1.5, 0.0, math.Copysign(0, -1), 1e6, 1e21, 1e20, 123456789.0, 1e-7, math.Inf(1), math.Inf(-1), math.NaN(), float32(3.14), float32(0.1), math.Pi, 100000.0, 5e-324,
	complex(1, -2), complex64(complex(0.5, 3)), complex(math.NaN(), math.Inf(1)),
	"", "hello", "日本語", "a\"b\nc", "\xff\xfe", "back`tick", []byte("bytes"), []byte(nil), []byte{}, B("named"), [3]byte{65, 66, 67}, &[3]byte{65, 66, 67},
	I(5), S("ss"), Str{1, "x"}, &Str{2, "y"}, &PStr{3}, PStr{4}, (*PStr)(nil), (*Str)(nil), E{1}, &E{2}, Pan{}, &Pan{}, (*Pan)(nil), PanE{}, GS{1}, &GS{2}, 
	[]int{1, 2, 3}, []int(nil), []int{}, [2]bool{true, false}, []string{"a", "b c"}, []any{1, "a", nil, 2.5, Str{}, []int{1}}, []error{E{1}, nil},
	map[string]int{"b": 2, "a": 1}, map[int]string{3: "c", 1: "a"}, map[string]int(nil), map[float64]bool{math.NaN(): true, 1: false, -1: true}, map[MK]int{{2, "a"}: 1, {1, "b"}: 2, {1, "a"}: 3}, map[[2]int]int{{2, 1}: 1, {1, 9}: 2}, map[bool]int{true: 1, false: 0}, map[any]int{1: 1, 3: 3, 2: 2}, map[Col]Col{2: 1, 1: 2},
	struct{}{}, struct{ A int; b string }{1, "x"}, &struct{ A, B int }{1, 2}, Emb{Str{1, "e"}, 5}, UE{E{1}, Str{1, "q"}, Str{2, "w"}, time.Second},
	&[]int{1}, &map[string]int{"q": 1}, (*int)(nil), unsafe.Pointer(nil), (func())(nil), (chan int)(nil), time.Duration(1500) * time.Millisecond, Col(3), []Col{1, 2}, &[]Col{1}, [][]int{{1}, {2, 3}}, []*int{nil}, []*PStr{nil},
	'x', rune(0x1F600), rune(-1), int64(0x110000), 0x7f, [0]int{}, []struct{ X, Y int }{{1, 2}}, []any(nil), []rune("hé"), [4]float64{1, 2.5}, []float32{0.1}, []bool{true}, []uintptr{1}, []complex64{1},
	struct{ e any }{nil}, struct{ e any }{struct{ x int }{5}}, map[string]any{"k": map[string]any{"x": []int{1}}, "a": nil}, struct{ T any }{[]byte("z")}, struct{ T []byte }{[]byte("z")}, struct{ T *[]byte }{nil},
}


type hash uint32

func (h *hash) add(s string) {
	for i := 0; i < len(s); i++ {
		*h = (*h ^ hash(s[i])) * 16777619
	}
}

func main() {
	for _, verb := range "vTdbocqxXUeEfFgGtsOwzp%" {
		h := hash(2166136261)
		for _, flags := range []string{"", "+", "-", "#", " ", "0", "+#", "-0", "# ", "+ ", "#0", "+-#0 "} {
			for _, size := range []string{"", "5", "20", ".0", ".2", "8.3", ".10", "30.5", ".", "08"} {
				for _, v := range vals {
					if verb == 'p' && v != nil {
						continue
					}
					h.add(fmt.Sprintf("%"+flags+size+string(verb), v))
				}
			}
		}
		fmt.Printf("%c %08x\n", verb, uint32(h))
	}
	for _, v := range vals {
		fmt.Printf("%v|%+v|%T|%d|%s|%q|%x\n", v, v, v, v, v, v, v)
	}
	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.5, nil, 'x', []int{1}))
	fmt.Printf("%[2]d %[1]d|%6.2f|%*d|%-*d|%.*f|%[3]*.[2]*[1]f\n", 1, 2, 3.14159, 5, 42, 5, 42, 2, 2.71828)
	fmt.Printf("%d %s\n", 1)
	fmt.Printf("%d\n", 1, 2, "x")
	fmt.Printf("%!|%z|%", 5)
	fmt.Println()
	err := fmt.Errorf("a: %w, b: %w", E{1}, errors.New("q"))
	fmt.Println(err, errors.Is(err, E{1}), errors.Unwrap(fmt.Errorf("x %w", E{2})))
	var a, b int
	var s string
	var f float64
	fmt.Println(fmt.Sscan("1 2 three 4.5", &a, &b, &s, &f))
	fmt.Println(a, b, s, f)
	fmt.Println(fmt.Sscanf("x=10,y=ff z:word", "x=%d,y=%x z:%s", &a, &b, &s))
	fmt.Println(a, b, s)
	fmt.Println(fmt.Sscanln("7 8\n9", &a, &b))
	fmt.Println(fmt.Sscan("abc", &a))
}
