package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is found by tables, by searches for many bytes at a time and in pieces.

func main() {
	classes := []func(rune) bool{unicode.IsUpper, unicode.IsLower, unicode.IsTitle, unicode.IsLetter, unicode.IsMark, unicode.IsNumber, unicode.IsDigit,
		unicode.IsPunct, unicode.IsSymbol, unicode.IsControl, unicode.IsSpace, unicode.IsPrint, unicode.IsGraphic,
		func(r rune) bool { return unicode.Is(unicode.Han, r) }, func(r rune) bool { return unicode.In(r, unicode.Greek, unicode.Hex_Digit) }}
	for i, is := range classes {
		h, n := fnv.New64a(), 0
		for r := rune(-3); r <= unicode.MaxRune+3; r++ {
			if is(r) {
				n++
				h.Write([]byte{byte(r), byte(r >> 8), byte(r >> 16)})
			}
		}
		fmt.Printf("class %d %d %x\n", i, n, h.Sum64())
	}
	for i, to := range []func(rune) rune{unicode.ToUpper, unicode.ToLower, unicode.ToTitle, unicode.SimpleFold, unicode.TurkishCase.ToLower} {
		h, n := fnv.New64a(), 0
		for r := rune(-3); r <= 0x20000; r++ {
			if t := to(r); t != r {
				n++
				h.Write([]byte{byte(t), byte(t >> 8), byte(t >> 16)})
			}
		}
		fmt.Printf("case %d %d %x\n", i, n, h.Sum64())
	}

	base := strings.Repeat("Größe 世界 plain ascii text 𝄞 ", 4000)
	for _, bad := range []string{"", "\xff", "\xe4\xb8", "\x80\x80\x80\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf", "\xf0\x9d\x84"} {
		for _, at := range []int{0, 5, 31, 40, 65530, 65533, 65534, 65535, 65536, 65537, 65538, 131072} {
			s := base[:at] + bad + base[at:]
			fmt.Print(utf8.RuneCountInString(s), utf8.RuneCount([]byte(s)), utf8.ValidString(s), utf8.Valid([]byte(s[:at+len(bad)])), " ")
		}
		for n := range 40 {
			s := base[:n] + bad
			fmt.Print(utf8.RuneCountInString(s), utf8.ValidString(s), " ")
		}
		fmt.Println()
	}
	fmt.Println(utf8.RuneCountInString(strings.Repeat("\x80", 70000)), utf8.ValidString(strings.Repeat("é", 70000)))

	for _, sep := range []string{"", "a", ",", "ab", "aba", "\x00", "世", "nothing"} {
		for _, s := range []string{"", "a", ",", "ab", "ababa", strings.Repeat("a,b,", 40), strings.Repeat("ab世", 33), strings.Repeat("ab", 16), strings.Repeat("aba", 32)} {
			for _, n := range []int{-1, 0, 1, 2, 31, 32, 33, 34, 65} {
				a, b := strings.SplitN(s, sep, n), strings.SplitAfterN(s, sep, n)
				c, d := bytes.SplitN([]byte(s), []byte(sep), n), bytes.SplitAfterN([]byte(s), []byte(sep), n)
				r := strings.Replace(s, sep, "<>", n)
				t := bytes.Replace([]byte(s), []byte(sep), []byte("<>"), n)
				if len(a) != len(c) || len(b) != len(d) || r != string(t) || strings.Join(a, sep) != string(bytes.Join(c, []byte(sep))) {
					fmt.Println("strings and bytes differ", s, sep, n)
				}
				h := fnv.New32a()
				fmt.Fprintf(h, "%q %q %q %d %d", a, b, r, cap(a), cap(b))
				fmt.Printf("%x ", h.Sum32())
			}
		}
		fmt.Println()
	}

	for _, pairs := range [][]string{{}, {"a", "b", "b", "c"}, {"a", "1", "a", "2"}, {"a", "xyz", "b", ""}, {"<", "&lt;", ">", "&gt;", "<", "?"}, {"ab", "1", "a", "2", "b", "3"},
		{"a", "2", "ab", "1"}, {"", "-"}, {"", "-", "a", "b"}, {"a", "b", "", "-"}, {"aa", "", "aaa", "x"}, {"世", "world", "é", "e"}, {"\xff", "bad"}} {
		r := strings.NewReplacer(pairs...)
		for _, s := range []string{"", "a", "abab", "aaaaa", "<a> & b", "世界 é\xff", "no match: xyz"} {
			var b bytes.Buffer
			n, err := r.WriteString(&b, s)
			fmt.Printf("%q %v %d %v ", r.Replace(s), b.String() == r.Replace(s), n, err)
		}
		fmt.Println()
	}

	for n := range 40 {
		src := []byte(base[:n])
		for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding.Strict()} {
			text := enc.EncodeToString(src)
			back, err := enc.DecodeString(text)
			fmt.Print(text, " ", string(back) == string(src), err, " ")
			for _, wrong := range []string{text + "\n", "\r\n" + text, text + "=", text + "A", "*" + text, text + "!"} {
				back, err = enc.DecodeString(wrong)
				fmt.Print(len(back), err, " ")
			}
		}
		text := hex.EncodeToString(src)
		for _, wrong := range []string{text, strings.ToUpper(text), text + "g", text + "1", "x" + text, "0x" + text} {
			back, err := hex.DecodeString(wrong)
			fmt.Printf("%q %v ", back, err)
		}
		fmt.Println()
	}

	for _, set := range []string{"", "x", " ", "xy", "é", "xé", "\x80"} {
		for _, s := range []string{"", "x", "xx", "  x  ", "xyx.xyx", "éxé", "\t x\u00a0\u2003", "\x80x\x80"} {
			fmt.Printf("%q%q%q%q ", strings.Trim(s, set), strings.TrimLeft(s, set), strings.TrimRight(s, set), strings.TrimSpace(s))
		}
	}
	fmt.Println()
	fmt.Println(strings.Map(func(r rune) rune {
		switch r {
		case 'a':
			return -1
		case 'b':
			return 'ß'
		case 'c':
			return 0x110000
		case 'd':
			return 0xD800
		}
		return r
	}, "xabcd\xffy世"))

	type odd struct{ a, b, c byte }
	type wide struct {
		name string
		next *int
		key  int
	}
	odds, wides, words := make([]odd, 300), make([]wide, 300), make([]any, 300)
	for i := range odds {
		k := i * 7919 % 301
		odds[i] = odd{byte(k), byte(k >> 8), byte(i)}
		wides[i] = wide{fmt.Sprint(k), &wides[i].key, k}
		words[i] = k
	}
	sort.Slice(odds, func(i, j int) bool { return int(odds[i].b)<<8+int(odds[i].a) < int(odds[j].b)<<8+int(odds[j].a) })
	sort.Slice(wides, func(i, j int) bool { return wides[i].key%10 < wides[j].key%10 })
	sort.SliceStable(words, func(i, j int) bool { return words[i].(int)%10 < words[j].(int)%10 })
	fmt.Println(odds[:5], odds[295:], wides[0].key, wides[299].name, words[:12])
	order := sort.Reverse(sort.IntSlice([]int{5, 2, 8}))
	sort.Sort(order)
	fmt.Println(order.Less(0, 1), sort.SearchInts([]int{1, 3, 5}, 4), sort.SearchStrings([]string{"a", "c"}, "c"), sort.SearchFloat64s([]float64{1, 2}, 9))

	var b strings.Builder
	b.WriteString("copied")
	defer func() { fmt.Println(recover()) }()
	c := b
	c.WriteByte('x')
}
