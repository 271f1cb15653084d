package main

import (
	"bytes"
	"fmt"
	"strings"
)

func main() {
	for _, s := range []string{"", " ", "a", " a b ", "a\t\nb\v\fc\r", "\u00a0a\u2003b", "日 本", "x\x85y"} {
		fmt.Printf("%q %q\n", strings.Fields(s), bytes.Fields([]byte(s)))
	}
	fmt.Println(strings.EqualFold("Go\u212a", "GOk"), strings.EqualFold("ab", "abc"), strings.EqualFold("a[", "A{"), bytes.EqualFold([]byte("É"), []byte("é")), strings.EqualFold("\xff", "\ufffd"), strings.EqualFold("aé", "aÉ"))
	for _, n := range []int{0, 1, 22, 23, 24, 25, 100} {
		s := strings.Repeat("-", n) + "ab"
		fmt.Print(strings.Index(s, "ab"), strings.Index(s+"x", "ab"), strings.Index(s, "ac"), bytes.Index([]byte(s+"q"), []byte("ab")), strings.Count(s+s, "ab"), strings.Count(s, "---"), " ")
	}
	fmt.Println(strings.ReplaceAll("aXXbXXc", "XX", "--"), strings.Split("aXXbXXc", "XX"))
}
