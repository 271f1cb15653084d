// A concatenation whose only non-empty operand is string(bytes) is a copy.
package main

import "fmt"

func f(b []byte, e string) string {
	return string(b) + e
}

func main() {
	b := []byte("hello")
	s := f(b, "")
	b[0] = 'X'
	fmt.Println(s)
	t := "" + string(b) + ""
	u := string(b) + t[:0]
	v := t[:0] + string(b)
	b[1] = 'Y'
	fmt.Println(t, u, v)
	m := map[string]int{string(b) + t[:0]: 1}
	b[2] = 'Z'
	fmt.Println(m)
}
