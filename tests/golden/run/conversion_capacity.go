package main

import (
	"fmt"
	"os"
	"strings"
)

var sinkB []byte

func use(b []byte) int { return len(b) }

//go:noinline
func str(n int) string { return strings.Repeat("x", n) }

func main() {
	constants()
	s := str(5)
	b := []byte(s)
	fmt.Println(cap(b))
	b[0] = 'y'
	println(string(b))
	c2 := []byte(str(40))
	fmt.Println(cap(c2), len(c2))
	c2 = append(c2, 1)
	fmt.Println(cap(c2))
	d := []byte("const")
	fmt.Println(cap(d))
	e := []rune("const")
	fmt.Println(cap(e))
	f := []rune(s)
	fmt.Println(cap(f))
	g := append([]byte(s), "abc"...)
	fmt.Println(cap(g))
	h := append([]byte("hello"), "abc"...)
	fmt.Println(cap(h))
	fmt.Println(cap([]byte(os.Args[0][:1])) > 0)
	i := []byte("escapes")
	sinkB = i
	fmt.Println(cap(i))
	j := []byte(s)
	sinkB = j
	fmt.Println(cap(j))
	k := []byte(s)
	k = append(k, 'z')
	fmt.Println(len(k), cap(k))
	l := []byte(s)
	fmt.Printf("%s %d\n", l, cap(l))
	m := []rune("héllo")
	m = append(m, 'x')
	fmt.Println(len(m), cap(m), string(m))
	n := []byte("")
	n = append(n, 'x')
	fmt.Println(len(n), cap(n))
	o := []byte{}
	o = append(o, 'x')
	fmt.Println(len(o), cap(o))
	for _, x := range []byte(s) {
		_ = x
	}
}
func constants() {
	e := []rune("const")
	fmt.Println(cap(e))
	e2 := []rune("héllo")
	e2[0] = 'x'
	fmt.Println(cap(e2), string(e2))
	m := []rune("héllo")
	m = append(m, 'x')
	fmt.Println(cap(m))
	k := []rune("")
	fmt.Println(cap(k), k == nil)
	k = append(k, 'a')
	fmt.Println(cap(k))
	var sink any = []rune("abc")
	fmt.Println(cap(sink.([]rune)))
	const long = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
	z := []rune(long)
	fmt.Println(cap(z))
	var s2 any = []rune(long)
	fmt.Println(cap(s2.([]rune)))
	var e3 any = []byte("")
	fmt.Println(cap(e3.([]byte)))
	s := "é" + fmt.Sprint(1)
	y := []byte(s)
	y = append(y, 1)
	fmt.Println(cap(y))
	for i := 0; i < 3; i++ {
		b := []byte(s)
		b = append(b, byte('a'+i))
		fmt.Println(string(b), cap(b))
	}
	var keep [][]byte
	for i := 0; i < 3; i++ {
		b := []byte(s)
		b[0] = byte('a' + i)
		keep = append(keep, b)
	}
	fmt.Printf("%q\n", keep)
	var last []byte
	for i := 0; i < 3; i++ {
		b := []byte(s)
		if i > 0 {
			b[0] = last[0] + 1
		}
		last = b
	}
	fmt.Printf("%q\n", last)
}
