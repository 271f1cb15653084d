// What []rune(s) gives has the capacity of Go's: 32 where the array does not outlive the function, else that of a size class.
package main

import "fmt"

var sink []rune

//go:noinline
func returned(s string) []rune { return []rune(s) }

//go:noinline
func length(r []rune) int { return cap(r) }

// windows looks behind the end of the runes, within their capacity.
func windows(s string) (n int) {
	runes := []rune(s)
	for i := 0; i < len(runes); i += 3 {
		for _, r := range runes[i : i+3] {
			if r == 0 {
				n++
			}
		}
	}
	return
}

func main() {
	s := ""
	for n := range 40 {
		local := []rune(s)
		kept := []rune(s)
		sink = kept
		grown := append([]rune(s), 'x')
		fmt.Println(n, len(local), cap(local), cap(kept), cap(grown), length([]rune(s)), cap(returned(s)))
		s += string(rune('a' + n%26))
	}
	fmt.Println(windows("AUGU"), windows("世界, 世"))
	var total int
	for i, word := range []string{"one", "zwölf", "三"} {
		runes := []rune(word)
		for j := range runes {
			runes[j] += rune(i)
		}
		total += len(runes)
		fmt.Println(string(runes), cap(runes), total)
	}
	var all [][]rune
	for _, word := range []string{"a", "bc", "def"} {
		all = append(all, []rune(word))
	}
	for _, runes := range all {
		fmt.Print(string(runes), cap(runes), " ")
	}
	fmt.Println()
}
