// text/scanner on good and bad text in several modes, and crypto/subtle.

package main

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing/iotest"
	"text/scanner"
	"unicode"
)

const text = "\ufeff" + `// a comment
package x /* another
one */ var ä_1 = 0x1F + 0b101 - 0o17 * 017 / 08 % 1_000 . .5 1. 1e3 1e 0x1p-2 0x1.8 1__0 0b12 0xg 'a' 'ab' '\n' '\q' "s\x41\u00e9" "open
` + "`raw\nstring` a.b ... <- := \x00 \xff é世 'x" + `
"\400" '\U0010ffff' /* open`

func scan(mode uint, setup func(s *scanner.Scanner)) {
	var s scanner.Scanner
	s.Init(strings.NewReader(text))
	s.Filename = "f"
	s.Mode = mode
	s.Error = func(s *scanner.Scanner, msg string) {
		fmt.Printf("  error %s %s: %s (%q)\n", s.Position, s.Pos(), msg, s.TokenText())
	}
	if setup != nil {
		setup(&s)
	}
	for tok := s.Scan(); tok != scanner.EOF; tok = s.Scan() {
		fmt.Printf("%s %s %q next %s\n", s.Position, scanner.TokenString(tok), s.TokenText(), s.Pos())
	}
	fmt.Println(s.ErrorCount, s.Pos(), s.Position)
}

func main() {
	scan(scanner.GoTokens, nil)
	scan(scanner.GoTokens&^scanner.SkipComments, nil)
	scan(0, nil)
	scan(scanner.ScanInts|scanner.ScanIdents, func(s *scanner.Scanner) {
		s.Whitespace ^= 1 << '\n'
		s.IsIdentRune = func(ch rune, i int) bool { return ch == '$' && i == 0 || unicode.IsLetter(ch) }
	})
	var s scanner.Scanner
	s.Init(iotest.OneByteReader(strings.NewReader("é\nab")))
	for ch := s.Next(); ch != scanner.EOF; ch = s.Next() {
		fmt.Print(string(ch), " ", s.Pos(), " ")
	}
	fmt.Println(s.Pos(), s.IsValid(), s.TokenText() == "")
	s.Init(io.MultiReader(strings.NewReader(strings.Repeat("long", 1000)+" 1"), iotest.ErrReader(errors.New("broken"))))
	s.Error = func(_ *scanner.Scanner, msg string) { fmt.Println(msg) }
	for tok := s.Scan(); tok != scanner.EOF; tok = s.Scan() {
		fmt.Println(len(s.TokenText()), s.Position)
	}

	fmt.Println(subtle.ConstantTimeCompare([]byte("abc"), []byte("abc")), subtle.ConstantTimeCompare([]byte("abc"), []byte("abd")), subtle.ConstantTimeCompare(nil, []byte("a")))
	fmt.Println(subtle.ConstantTimeSelect(1, 5, 7), subtle.ConstantTimeSelect(0, 5, 7), subtle.ConstantTimeByteEq(3, 3), subtle.ConstantTimeByteEq(3, 131), subtle.ConstantTimeEq(-1, -1), subtle.ConstantTimeEq(0, 1<<30))
	fmt.Println(subtle.ConstantTimeLessOrEq(3, 3), subtle.ConstantTimeLessOrEq(4, 3), subtle.ConstantTimeLessOrEq(0, 1<<31-1))
	x := []byte("abcdef")
	subtle.ConstantTimeCopy(0, x, []byte("ABCDEF"))
	fmt.Printf("%s\n", x)
	subtle.ConstantTimeCopy(1, x[:3], []byte("XYZ"))
	fmt.Printf("%s %d %q\n", x, subtle.XORBytes(x, x[:4], []byte("    ")), x)
	try := func(f func()) {
		defer func() { fmt.Println(recover()) }()
		f()
	}
	try(func() { subtle.XORBytes(x[1:], x[:3], x[:3]) })
	try(func() { subtle.XORBytes(x[:1], x, x) })
	try(func() { subtle.ConstantTimeCopy(1, x, nil) })
	subtle.WithDataIndependentTiming(func() { fmt.Println("timed") })
}
