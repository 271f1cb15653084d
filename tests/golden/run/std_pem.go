// encoding/pem: blocks with and without headers, among other text, and what is none.

package main

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"
)

type failing int

func (f *failing) Write(p []byte) (int, error) {
	if *f--; *f < 0 {
		return 0, errors.New("full")
	}
	return len(p), nil
}

func main() {
	for _, n := range []int{0, 1, 47, 48, 49, 96, 100} {
		b := &pem.Block{Type: "TEST KEY", Bytes: bytes.Repeat([]byte{0xa5}, n)}
		if n%2 == 1 {
			b.Headers = map[string]string{"Zoo": "z", "Proc-Type": "4,ENCRYPTED", "Alpha": "a b"}
		}
		pem.Encode(os.Stdout, b)
		text := append([]byte("before\n"), pem.EncodeToMemory(b)...)
		back, rest := pem.Decode(append(text, "after"...))
		fmt.Println(back.Type == b.Type, bytes.Equal(back.Bytes, b.Bytes), back.Headers, string(rest))
	}
	fmt.Println(pem.Encode(os.Stdout, &pem.Block{Type: "X", Headers: map[string]string{"a:b": "c"}}), pem.EncodeToMemory(&pem.Block{Headers: map[string]string{":": ""}}))
	for n := range 9 {
		f := failing(n)
		fmt.Print(pem.Encode(&f, &pem.Block{Type: "X", Bytes: make([]byte, 100)}) != nil, " ")
	}
	fmt.Println()
	const good = "-----BEGIN A-----\nYWJj\n-----END A-----\n"
	for _, s := range []string{
		"", "x", good, " " + good, strings.ReplaceAll(good, "\n", "\r\n"), strings.ReplaceAll(good, "Y", " Y\t"), strings.TrimSpace(good),
		strings.Replace(good, "END A", "END B", 1) + good, strings.Replace(good, "YWJj", "YWJ", 1) + good, "-----BEGIN A-----\n-----END A-----",
		"-----BEGIN A-----\nK: v\n-----END A-----\n", "-----BEGIN A-----\nK: v\n\n-----END A-----\n", "-----BEGIN A-----\nK: v\nL:\tw \n\nYWJj\n-----END A----- \nmore",
		"-----BEGIN A----\nYWJj\n-----END A-----\n" + good, "-----BEGIN B-----\nYWJj\n" + good, "-----BEGIN A-----\nYWJj\n-----END A-----x\n", "-----BEGIN A-----\nYWJj", "-----BEGIN A-----\nK: v",
	} {
		p, rest := pem.Decode([]byte(s))
		if p == nil {
			fmt.Printf("none %v\n", string(rest) == s)
			continue
		}
		fmt.Printf("%s %q %q %q\n", p.Type, p.Headers, p.Bytes, rest)
	}
}
