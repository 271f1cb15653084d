// Zones of the system by their rules, and words between all kinds of white space.

package main

import (
	"bufio"
	"fmt"
	"strings"
	"time"
)

func main() {
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"} {
		loc, err := time.LoadLocation(name)
		if err != nil {
			fmt.Println(err)
			continue
		}
		for y := 1960; y < 2100; y += 13 {
			for _, m := range []time.Month{1, 3, 4, 7, 10, 11} {
				t := time.Date(y, m, 28, 1, 30, 0, 0, loc)
				s, e := t.ZoneBounds()
				fmt.Println(t, t.IsDST(), s, e)
			}
		}
	}
	for _, s := range []string{"", " ", "a", " a b ", "a\u00a0b\u2003\u2003cé dü\xffx\xc2 y\xe2\x80", "\u3000", "x\u1680y\u0085z", strings.Repeat("word\u2028 ", 2000)} {
		sc := bufio.NewScanner(strings.NewReader(s))
		sc.Split(bufio.ScanWords)
		n := 0
		for sc.Scan() {
			if n++; n < 10 {
				fmt.Printf("%q ", sc.Text())
			}
		}
		fmt.Println(n, sc.Err())
	}
}
