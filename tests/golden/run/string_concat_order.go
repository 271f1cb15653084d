// Strings of all lengths put together and compared by the short ways; what a comparison that panics leaves of a slice.

package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

func main() {
	text := strings.Repeat("abcdefghijklmnopqrstuvwxyz", 12)
	h := uint64(14695981039346656037)
	mix := func(s string) {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
	}
	for n := range 70 {
		for m := range 70 {
			s := text[:n] + text[3:3+m]
			mix(s)
			if s != strings.Join([]string{text[:n], text[3 : 3+m]}, "") {
				fmt.Println("concat", n, m)
			}
		}
	}
	fmt.Println(h)
	// order
	sum := 0
	for n := range 300 {
		a := text[:n]
		for _, m := range []int{0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 64, 100, 255, 256, 257, 299} {
			b := text[:m]
			c := []byte(b)
			for _, at := range []int{0, m / 2, m - 1} {
				if at >= 0 && at < m {
					c[at] ^= 0x85
					sum = sum*3 + cmp.Compare(a, string(c)) + 2*strings.Compare(string(c), a)
					if (a < string(c)) == (a >= string(c)) {
						fmt.Println("order")
					}
					c[at] ^= 0x85
				}
			}
			sum = sum*3 + cmp.Compare(a, b)
		}
	}
	fmt.Println(sum)
	f := []float64{3, math.NaN(), -1, math.Inf(1), 0, math.NaN(), -2, 7, math.Inf(-1), 1, 2}
	slices.Sort(f)
	fmt.Println(f)
	s := []string{"b", "", "aa", "a", "ab", "B", "ä", "\xff", "aaaaaaaaaa", "aaaaaaaaab", "aaaaaaaa"}
	slices.Sort(s)
	fmt.Printf("%q\n", s)
	// a comparison that panics leaves every element there
	for stop := range 40 {
		x := []int{5, 3, 9, 1, 7, 2, 8, 6, 4, 0, 11, 10}
		func() {
			defer func() { recover() }()
			n := 0
			slices.SortFunc(x, func(a, b int) int {
				if n++; n > stop {
					panic("stop")
				}
				return a - b
			})
		}()
		fmt.Println(x)
	}
	var t string
	for i := range 100 {
		t += string(rune('a' + i%26))
	}
	fmt.Println(t)
}
