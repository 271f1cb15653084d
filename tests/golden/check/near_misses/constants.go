// Constant expressions: iota, untyped kinds, exactness, literals of every form.
package main

import (
	"fmt"
	"math"
)

const (
	A = iota
	B
	_
	C
	D = iota * 10
	E
	F, G = iota, -iota
	H, I
)

type Weekday uint8

const (
	Sun Weekday = iota
	Mon
	Tue
)

func (d Weekday) String() string { return [...]string{"Sun", "Mon", "Tue"}[d] }

const (
	KB = 1 << (10 * ( + 1))
	MB
	GB
)
const Huge = 1 << 100
const Big = Huge * Huge
const Third = 1.0 / 3
const Mask = ^0
const U8 = ^uint8(1)
const cplx = 1 + 2i
const r = 'a' + 1
const s = "hello" + ", " + "world"
const l = len(s)
const typed int64 = 5
const f32 float32 = 0.1
const b = 1 < 2 && "a" < "b"

func main() {
	fmt.Println(A, B, C, D, E, F, G, H, I)
	fmt.Println(Sun, Mon, Tue)
	fmt.Println(KB, MB, GB)
	fmt.Println(Huge>>98, Big/Huge/Huge, float64(Huge))
	fmt.Println(Third, float32(Third), Third*3 == 1)
	fmt.Println(Mask, U8, -5/2, -5%2, 5/-2, 5%-2, -5.0/2)
	fmt.Println(cplx, real(cplx), imag(cplx), cplx*cplx)
	fmt.Println(r, string(rune(r)), s, l, typed, f32, b)
	fmt.Printf("%T %T %T %T %T %T\n", r, cplx, Third, A, s, b)
	var x uint8 = 255
	var y int8 = -128
	fmt.Println(x+1, y-1, -y, y/-1, x*x, ^x, ^y, x<<1, x>>1, y>>1, y<<1)
	fmt.Println(math.MaxInt64, uint64(math.MaxUint64), math.MinInt64)
	const h = 0x1p-2
	fmt.Println(h, 0b1010, 0o17, 017, 0xFF, 1_000_000, 0x_ff, 1e3, .5, 1., 0x1.8p1)
	fmt.Println('\n', '\x41', '\u00e9', '\U0001F600', '\'', '\\', '\101')
	fmt.Println("\a\b\f\n\r\t\v\\\"\x41\101\u00e9\U0001F600" == "\a\b\f\n\r\t\v\\\"AAé😀", `raw\n`+"x")
	fmt.Println(1i*1i, 0x10i, 1.5i)
	fmt.Println(math.Pi, (math.Pi), math.MaxFloat64, math.SmallestNonzeroFloat64, float32(math.MaxFloat32))
	fmt.Println(5.0 == 5, 'a' == 97, 1<<3.0, 1.0<<3)
	var sh uint = 3
	var i32 int32 = 1 << sh
	var f64 = float64(1<<3) * 2
	var u int = 1.0<<sh
	fmt.Println(i32, f64, u, uint8(1)<<sh<<5)
	const minus0 = -0.0
	fmt.Println(minus0, 1/math.Inf(-1), math.Copysign(0, -1))
	fmt.Println(len([10]float64{}), len([...]string{2: "a", "b"}), cap([3]int{}))
	fmt.Println(10000000000000000000000/1000000000000000000000, 1e400/1e399)
	type T int
	const t T = 7
	fmt.Printf("%T %v %v\n", t, t*2, t == 7)
	fmt.Println(uint32(1)<<31, int32(-1<<31), int8(-1)>>7, uint(1)<<63)
	var arr [Tue + 1]int
	fmt.Println(len(arr), int(Mon)+1) goto 
	var i interface{} = 'x'
	_, ok := i.(rune)
	_, ok2 := i.(int)
	fmt.Println(ok, ok2)
	fmt.Println(complex(1, 2), complex64(complex(1, 2)), complex(float32(1), 2))
}
