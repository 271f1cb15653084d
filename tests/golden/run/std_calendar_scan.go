// The calendar over the whole range of seconds, layouts there and back, Sscan in all its forms, and sorts.

package main

import (
	"fmt"
	"sort"
	"strings"
	"time"
	"unicode/utf8"
)

type S []int

func (s S) Len() int           { return len(s) }
func (s S) Less(i, j int) bool { return s[i] < s[j] }
func (s S) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }

func main() {
	h := uint64(14695981039346656037)
	mix := func(v int) { h = (h ^ uint64(v)) * 1099511628211 }
	for sec := int64(-1 << 62); sec > -1<<63+1<<55; sec -= 1 << 53 {
		for _, s := range []int64{sec, -sec} {
			t := time.Unix(s, 0).UTC()
			y, m, d := t.Date()
			mix(y)
			mix(int(m))
			mix(d)
			mix(t.YearDay())
		}
	}
	for day := -800000; day < 3000000; day++ {
		if day%3 == 0 || day > -3000 && day < 40000 {
			t := time.Unix(int64(day)*86400, 0).UTC()
			y, m, d := t.Date()
			mix(y)
			mix(int(m))
			mix(d)
			mix(t.YearDay())
			mix(int(t.Weekday()))
		}
	}
	fmt.Println(h)
	for _, l := range []string{"2006-01-02T15:04:05.000Z0700", "Jan _2 06 3:4:5pm .999999 -07:00:00", "Z07:00:00 Z07 -07 Z070000 -0700 -070000 ,000 ,999", "__2 002 _2006 MST PM", "15h04 .00000000000000000000", "Monday January 1 02 2 03 3"} {
		for _, z := range []*time.Location{time.UTC, time.FixedZone("ABC", 3661), time.FixedZone("", -7200)} {
			s := time.Date(2024, 2, 3, 14, 5, 6, 70809, z).Format(l)
			t, err := time.Parse(l, s)
			fmt.Println(s, t, err)
		}
	}
	var b []byte
	for _, r := range []rune{0, 'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff, 0x110000, -1} {
		b = utf8.AppendRune(b[:0], r)
		fmt.Printf("%x ", b)
	}
	fmt.Println()
	for _, s := range []string{"", " ", "a", " a", "a ", " a b  cc\t\ndd ", "x y", "a\u00a0b \u2003c"} {
		fmt.Printf("%q ", strings.Fields(s))
	}
	fmt.Println()
	for _, s := range []string{"12 34", "12\n34", " 12\r\n34 56", "0x1f 077", "", "12", "1e3 x", "é 世", "\xff\xfe", "12abc 7", "+5 -6", "12_3 4"} {
		var a, b int
		n, err := fmt.Sscan(s, &a, &b)
		fmt.Print(n, a, b, err, " | ")
		n, err = fmt.Sscanln(s, &a, &b)
		fmt.Print(n, a, b, err, " | ")
		n, err = fmt.Sscanf(s, "%d %d", &a, &b)
		fmt.Print(n, a, b, err, " | ")
		var u, v string
		n, err = fmt.Sscan(s, &u, &v)
		fmt.Printf("%d %q %q %v | ", n, u, v, err)
		var c, d rune
		n, err = fmt.Sscanf(s, "%c%c", &c, &d)
		fmt.Println(n, c, d, err)
	}
	for n := range 70 {
		s := make(S, n*3)
		for i := range s {
			s[i] = i * 7919 % 101
		}
		sort.Sort(s)
		for _, v := range s {
			mix(v)
		}
		sort.Sort(sort.Reverse(s))
		for _, v := range s {
			mix(v)
		}
	}
	fmt.Println(h)
}
