// What is cut off at the very end points to where it was cut from, not behind it, where another object may begin.
package main

import (
	"fmt"
	"unsafe"
)

//go:noinline
func tail(s []int, from int) []int { return s[from:] }

//go:noinline
func part(s []int, from, to, max int) []int { return s[from:to:max] }

//go:noinline
func rest(s string, from int) string { return s[from:] }

//go:noinline
func between(s string, from, to int) string { return s[from:to] }

//go:noinline
func ofArray(a *[4]int, from int) []int { return a[from:] }

type queue struct{ items []int }

//go:noinline
func (q *queue) pop() { q.items = q.items[1:] }

func main() {
	s := []int{1, 2, 3}
	at := func(t []int) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(t))) - uintptr(unsafe.Pointer(&s[0])) }
	for i := range 4 {
		fmt.Println(i, at(tail(s, i)), len(tail(s, i)), cap(tail(s, i)))
	}
	fmt.Println(at(part(s, 2, 2, 2)), at(part(s, 2, 2, 3)), at(part(s, 1, 1, 2)), at(s[3:]), at(s[3:3]), at(s[2:2]))

	text := "abcdef"
	in := func(t string) uintptr { return uintptr(unsafe.Pointer(unsafe.StringData(t))) - uintptr(unsafe.Pointer(unsafe.StringData(text))) }
	for i := 4; i <= len(text); i++ {
		fmt.Println(i, in(rest(text, i)), rest(text, i))
	}
	fmt.Println(in(between(text, 2, 2)), in(between(text, 2, 3)), in(between(text, 6, 6)))

	array := [4]int{1, 2, 3, 4}
	arrayAt := func(t []int) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(t))) - uintptr(unsafe.Pointer(&array)) }
	fmt.Println(arrayAt(ofArray(&array, 3)), arrayAt(ofArray(&array, 4)), arrayAt(array[2:]))

	q := &queue{s}
	for range s {
		q.pop()
		fmt.Println(at(q.items), len(q.items), cap(q.items))
	}
	b := []byte("xyz")
	fmt.Println(unsafe.SliceData(b[3:3:3]) == unsafe.SliceData(b), unsafe.SliceData(b[1:1]) == &b[1])
}
