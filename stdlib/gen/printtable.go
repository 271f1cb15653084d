// Command printtable writes strconv's table of printable runes from the unicode package of the Go that runs it.
package main

import (
	"fmt"
	"unicode"
)

func main() {
	fmt.Print("// Made by gen/printtable.go from Unicode " + unicode.Version + ".\n\npackage strconv\n\nimport \"internal/runetable\"\n\n")
	fmt.Print("// printTable has the printable runes from 0x100 on.\nvar printTable = runetable.Table{Data: \"\" +\n")
	var data []byte
	next := 0x100
	first := true
	for r := 0x100; r <= unicode.MaxRune; r++ {
		if !unicode.IsPrint(rune(r)) {
			continue
		}
		lo := r
		for r+1 <= unicode.MaxRune && unicode.IsPrint(rune(r+1)) {
			r++
		}
		gap := lo - next
		if first {
			gap, first = lo, false
		}
		data = number(number(data, gap), r-lo)
		next = r + 1
	}
	write(data)
	fmt.Print("}\n")
}

func number(b []byte, n int) []byte {
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

// write writes data as lines of a string expression.
func write(data []byte) {
	for len(data) > 0 {
		n := min(len(data), 40)
		fmt.Print("\t\"")
		for _, c := range data[:n] {
			fmt.Printf("\\x%02x", c)
		}
		fmt.Print("\"")
		if data = data[n:]; len(data) > 0 {
			fmt.Print(" +\n")
		}
	}
}
