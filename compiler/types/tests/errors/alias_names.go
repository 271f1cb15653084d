package main

import (
	"fmt"
)

type Bytes = []byte
type U8 = uint8
type P[T any] = *T
type M[K comparable] = map[K]Bytes
type S struct {
	a Bytes
	b []uint8
	r rune
	i int32
}
type F = func(b byte, r rune, u uint8) Bytes
type An = any
type E = interface{}
type N = S

func f(b byte, u uint8, r rune, i int32)   {}
func g[T ~byte | ~int32](x T) T            { return x }
func h(x Bytes, y U8, z P[int], m M[rune]) {}

type I interface{ M(b byte) rune }
type X struct{}

func (X) M(b string) rune { return 0 }

func main() {
	f("a", "b", "c", "d")
	h("a", "b", "c", "d")
	var s S
	s.a = 1
	s.b = 2
	s.r = "x"
	s.i = "y"
	var fn F = 3
	var i I = X{}
	var an An = 1
	var n int = an
	var e E
	n = e
	var nn N
	n = nn
	n = 'a' + "x"
	c := 'a'
	c = "s"
	for _, r := range "abc" {
		r = "x"
	}
	str := "abc"
	str[0] = 'x'
	var q string = str[0]
	var bb []byte = str[1:]
	fmt.Println(fn, i, n, q, bb, c, append(bb, "x"), g("a"), g[string](1))
	var z P[int] = 1
	var m M[rune] = 2
	m = M[byte]{}
	copy(bb, 1)
	_ = append(1, 2)
	_ = z + m
	var arr [3]byte = [3]uint16{}
	_ = arr
	x := struct{ b byte }{1}
	var y struct{ b uint16 } = x
	var ch chan byte = make(chan rune)
	_, _ = y, ch
	var u U8 = 300
	var by byte = 256
	var ru rune = 1 << 40
	_, _, _ = u, by, ru
	_ = Bytes(1)
	_ = byte("x")
	_ = U8("x")
	switch an.(type) {
	case byte, uint8:
	case rune:
	case int32:
	}
	an.foo()
	nn.foo()
	z.foo()
	by.foo()
}
