// The usual cases that fmt, time, strings, encoding/csv and the runtime do by shorter ways, beside the others.

package main

import (
	"encoding/csv"
	"fmt"
	"log"
	"os"
	"strings"
	"time"
)

func main() {
	for n := 0; n < 70; n++ {
		b := []byte(strings.Repeat("abcdefghij", 7))[:n]
		s := string(b)
		if n > 0 {
			b[n-1] = '!'
		}
		fmt.Print(s, len(s), " ", strings.IndexByte(s, 'j'), "\n")
	}
	for _, s := range []string{"", "abc", "ABC", "ABCdefghijklmnopqrstuvwxyzABCZ@[`{", "ABCdefghijklmnopqrstuvwxyzABÇZ@[`{", "abcdefghijklmnopqrstuvwxyz0123456789"} {
		fmt.Println(strings.ToLower(s), strings.ToUpper(s))
	}
	for _, l := range []string{time.RFC3339, time.RFC3339Nano, time.DateTime, "002 __2 Mon Jan _2 15:04:05.000 06", time.Kitchen} {
		for _, t := range []time.Time{time.Date(2024, 2, 29, 3, 4, 5, 6000, time.UTC), time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(12345, 12, 31, 23, 59, 59, 999999999, time.FixedZone("X", -3*3600-1800)), time.Date(99, 12, 31, 23, 59, 59, 100000000, time.FixedZone("", 3661))} {
			fmt.Println(t.Format(l), t.YearDay())
		}
	}
	for _, s := range []string{"2024-02-29T13:14:15Z", "2023-02-29T13:14:15Z", "2024-02-29T13:14:15.123456789123Z", "2024-02-29T13:14:15.1+05:30", "2024-02-29T13:14:15,1-05:30", "2024-02-29T24:14:15Z", "2024-02-29T23:60:15Z", "2024-02-29T23:14:60Z", "2024-02-29T13:14:15", "2024-02-29T13:14:15+0530", "2024-02-29T3:14:15Z", "x", "2024-02-29T13:14:15.Z", "2024-02-29T13:14:15+24:00", "2024-02-29T13:14:15+25:00", "2024-02-29T13:14:15+23:60", "2024-13-29T13:14:15Z", "2024-00-29T13:14:15Z", "2024-01-00T13:14:15Z", "2024-02-29T13:14:15Zx", "20x4-02-29T13:14:15Z", "2024-02-29T13:14:15-00:00", "2024-02-29T13:14:15z"} {
		for _, l := range []string{time.RFC3339, time.RFC3339Nano} {
			t, err := time.Parse(l, s)
			fmt.Println(t, err)
			t, err = time.ParseInLocation(l, s, time.FixedZone("Q", 19800))
			fmt.Println(t, err)
		}
	}
	for _, s := range []string{"a,b,c\n", "a,\"b\",c\n", "a,b\"c,d\n", "a;b\n", "a\"b", "\"a\",b\"", "ä,ö\n"} {
		r := csv.NewReader(strings.NewReader(s))
		x, err := r.ReadAll()
		fmt.Printf("%q %v\n", x, err)
		r = csv.NewReader(strings.NewReader(s))
		r.LazyQuotes = true
		r.Comma = 'b'
		x, err = r.ReadAll()
		fmt.Printf("%q %v\n", x, err)
		r = csv.NewReader(strings.NewReader(s))
		r.Comma = 'ö'
		x, err = r.ReadAll()
		fmt.Printf("%q %v\n", x, err)
	}
	w := csv.NewWriter(os.Stdout)
	w.Write([]string{"a", "", "b c", " lead", "x,y", "q\"q", "n\nn", "r\rr", `\.`, "ö", "é;"})
	w.Comma = 'ö'
	w.Write([]string{"a", "", "b c", " lead", "x,y", "q\"q", "n\nn", "r\rr", `\.`, "ö", "é;"})
	w.Flush()
	l := log.New(os.Stdout, "p ", 0)
	l.Printf("a %d", 1)
	l.Println("b", 2, 3.5)
	l.Print("c", 1, 2, "d")
	l.Output(1, "x\n")
	fmt.Printf("%d %s %v %v %x %s %d %!|%d\n", 1, "s", 2, "t", "z", 5, "q", 7)
	fmt.Printf("%d%%%d %5d|%-5s|%+v|%#v\n", 1, 2, 3, "x", 4, "y")
	fmt.Print(1, 2, "a", "b", 3, 4, nil, 5.5, "\n")
	fmt.Printf("%d\n", 1, 2)
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%[2]d %[1]d %d\n", 1, 2)
	fmt.Printf("%")
	fmt.Println()
}
