package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Printf("%s panics: %v\n", name, r)
		}
	}()
	f()
}

func main() {
	ss := []string{"", "a", "abc", "  hello  world ", "a,b,,c,", "ÀÉîõü", "日本語", "\xff\xfeab", "MiXeD Case", "aaaa", "foo bar\tbaz\n", "ǅ ß İ ſ K"}
	for _, s := range ss {
		fmt.Printf("%q: %q %q %q %q %q\n", s, strings.ToUpper(s), strings.ToLower(s), strings.ToTitle(s), strings.Title(s), strings.ToValidUTF8(s, "?"))
		fmt.Printf("%q %q %q %q %q %q\n", strings.Fields(s), strings.Split(s, ","), strings.Split(s, ""), strings.SplitN(s, "a", 2), strings.SplitAfter(s, ","), strings.SplitAfterN(s, "a", 2))
		fmt.Printf("%q %q %q %q %q\n", strings.TrimSpace(s), strings.Trim(s, "a "), strings.TrimLeft(s, "a "), strings.TrimRight(s, ", a"), strings.TrimFunc(s, unicode.IsLetter))
		fmt.Println(strings.Index(s, "a"), strings.LastIndex(s, "a"), strings.IndexByte(s, 'b'), strings.IndexRune(s, '本'), strings.IndexAny(s, "xyzc本"), strings.LastIndexAny(s, "ab"), strings.IndexFunc(s, unicode.IsUpper), strings.LastIndexFunc(s, unicode.IsSpace), strings.Count(s, "a"), strings.Count(s, ""), strings.Count(s, "aa"))
		fmt.Printf("%q %q %q %q\n", strings.Replace(s, "a", "<>", 2), strings.ReplaceAll(s, "", "."), strings.Repeat(s, 2), strings.Map(func(r rune) rune {
			if r == 'a' {
				return -1
			}
			return r + 1
		}, s))
		b, a, ok := strings.Cut(s, ",")
		fmt.Println(b, a, ok, strings.HasPrefix(s, "a"), strings.HasSuffix(s, " "), strings.Contains(s, "bc"), strings.ContainsRune(s, 'é'), strings.EqualFold(s, strings.ToUpper(s)), strings.ContainsAny(s, "z,"))
		fmt.Printf("%q %q\n", strconv.Quote(s), strconv.QuoteToASCII(s))
		for l := range strings.Lines(s) {
			fmt.Printf("L%q ", l)
		}
		fmt.Printf("%q %q\n", slices.Collect(strings.SplitSeq(s, ",")), slices.Collect(strings.FieldsSeq(s)))
	}
	r := strings.NewReplacer("a", "1", "b", "2", "ab", "3", "", "X")
	fmt.Println(r.Replace("abcab"), strings.NewReplacer("aaa", "3", "aa", "2", "a", "1", "i", "i", "longerst", "9").Replace("aaaa longerst"), strings.NewReplacer("hello", "HI").Replace("say hello hell hello"), strings.NewReplacer().Replace("x"))
	try("replacer", func() { strings.NewReplacer("a") })
	try("repeat", func() { strings.Repeat("a", -1) })
	var sb strings.Builder
	sb.WriteString("ab")
	sb.WriteByte('c')
	sb.WriteRune('世')
	fmt.Fprintf(&sb, "%d", 5)
	fmt.Println(sb.String(), sb.Len())
	sb2 := sb
	try("copied builder", func() { sb2.WriteString("x") })
	sr := strings.NewReader("hello")
	sr.Seek(-2, io.SeekEnd)
	x, _ := io.ReadAll(sr)
	fmt.Println(string(x), sr.Len(), sr.Size(), sr.UnreadByte(), sr.UnreadRune())
	_, err := sr.Seek(-9, 0)
	fmt.Println(err)
	_, err = sr.ReadAt(nil, -1)
	fmt.Println(err)

	for _, s := range []string{"0", "-0", "+5", "12345678901234567890", "0x1f", "0b101", "0o17", "017", "1_000", "1__0", "_1", "0_7", "", " 1", "1 ", "a", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "0x", "1e3", "٣"} {
		i, err := strconv.ParseInt(s, 0, 64)
		fmt.Println(i, err)
		i, err = strconv.ParseInt(s, 10, 8)
		fmt.Println(i, err)
		u, err := strconv.ParseUint(s, 16, 32)
		fmt.Println(u, err)
		n, err := strconv.Atoi(s)
		fmt.Println(n, err)
		f, err := strconv.ParseFloat(s, 64)
		fmt.Println(f, err)
		b, err := strconv.ParseBool(s)
		fmt.Println(b, err)
		c, err := strconv.ParseComplex(s, 128)
		fmt.Println(c, err)
	}
	for _, s := range []string{"1.5", "1e400", "-1e400", "1e-400", "0x1p-2", "0x1.8", "inf", "+Infinity", "nan", "NaN1", ".5", "5.", ".", "1e", "1e+", "0x1p", "1_0.5", "1.7976931348623159e308", "2.2250738585072011e-308", "4.9e-324", "2.4e-324", "1.00000000000000011102230246251565404236316680908203125", "123456789012345678901234567890", "infi"} {
		f, err := strconv.ParseFloat(s, 64)
		g, err2 := strconv.ParseFloat(s, 32)
		fmt.Println(f, err, g, err2)
	}
	fmt.Println(strconv.ParseInt("5", 1, 0))
	fmt.Println(strconv.ParseInt("5", 37, 0))
	fmt.Println(strconv.ParseInt("5", 10, 65))
	for _, s := range []string{`"a"`, `'a'`, "`a\\n`", `"\x41\u0041\U00000041\101\a\b\f\n\r\t\v\\\""`, `"a`, `a`, `"\q"`, `''`, `'ab'`, `"\400"`, `"\ud800"`, "\"\n\"", "`\r`", `"'"`, `'"'`, `'\''`, `""`} {
		u, err := strconv.Unquote(s)
		fmt.Printf("%q %v ", u, err)
		p, err := strconv.QuotedPrefix(s + "rest")
		fmt.Printf("%q %v\n", p, err)
	}
	fmt.Println(strconv.Quote("\x00\u00a0\u2028\U0010ffff\x7f"), strconv.QuoteRune('☺'), strconv.QuoteRuneToASCII('☺'), strconv.QuoteRune(0xd800), strconv.QuoteToGraphic("\u00a0\t☺"), strconv.CanBackquote("a`"), strconv.CanBackquote("ab\t"))
	for _, f := range []float64{0, 1, -1.5, 1e21, 1e20, 123456.789, 1e-5, 5e-324, 1.7976931348623157e308, 0.1, 100, 1.0 / 3} {
		for _, fm := range []byte("eEfgGbxX") {
			fmt.Print(strconv.FormatFloat(f, fm, -1, 64), " ", strconv.FormatFloat(f, fm, 3, 64), " ", strconv.FormatFloat(f, fm, 0, 32), " ", strconv.FormatFloat(f, fm, 20, 64), "; ")
		}
		fmt.Println()
	}
	fmt.Println(strconv.FormatFloat(1, 'z', 1, 64), strconv.FormatInt(-255, 16), strconv.FormatUint(255, 2), strconv.FormatInt(35, 36), strconv.Itoa(-7), strconv.FormatBool(true), strconv.FormatComplex(1+2i, 'g', -1, 128))
	try("base", func() { strconv.FormatInt(1, 37) })
	e := func(err error) { ne := err.(*strconv.NumError); fmt.Println(ne.Func, ne.Num, ne.Err, errors.Is(err, strconv.ErrRange)) }
	_, err = strconv.Atoi("99999999999999999999")
	e(err)

	sc := bufio.NewScanner(strings.NewReader("one\r\ntwo\n\nthree"))
	for sc.Scan() {
		fmt.Printf("%q ", sc.Text())
	}
	fmt.Println(sc.Err())
	for name, split := range map[string]bufio.SplitFunc{"words": bufio.ScanWords} {
		sc = bufio.NewScanner(strings.NewReader("  a bb\tccc\n\u2003d "))
		sc.Split(split)
		for sc.Scan() {
			fmt.Printf("%s %q ", name, sc.Text())
		}
		fmt.Println()
	}
	sc = bufio.NewScanner(strings.NewReader("日x\xff"))
	sc.Split(bufio.ScanRunes)
	for sc.Scan() {
		fmt.Printf("%q ", sc.Text())
	}
	sc = bufio.NewScanner(strings.NewReader(strings.Repeat("x", 70000)))
	fmt.Println(sc.Scan(), sc.Err())
	sc = bufio.NewScanner(strings.NewReader(strings.Repeat("x", 70000)))
	sc.Buffer(nil, 100000)
	fmt.Println(sc.Scan(), len(sc.Text()), sc.Err())
	try("buffer", func() { sc.Buffer(nil, 1) })
	try("split", func() { sc.Split(bufio.ScanWords) })
	sc = bufio.NewScanner(strings.NewReader("abc"))
	sc.Split(func(d []byte, eof bool) (int, []byte, error) { return 0, d[:1], bufio.ErrFinalToken })
	fmt.Println(sc.Scan(), sc.Text(), sc.Scan(), sc.Err())
	sc = bufio.NewScanner(strings.NewReader("abc"))
	sc.Split(func(d []byte, eof bool) (int, []byte, error) { return -1, nil, nil })
	fmt.Println(sc.Scan(), sc.Err())
	sc = bufio.NewScanner(strings.NewReader("abc"))
	sc.Split(func(d []byte, eof bool) (int, []byte, error) { return 99, nil, nil })
	fmt.Println(sc.Scan(), sc.Err())
	br := bufio.NewReaderSize(strings.NewReader("hello\nworld and more text here"), 16)
	line, isP, err := br.ReadLine()
	fmt.Println(string(line), isP, err)
	pk, err := br.Peek(5)
	fmt.Println(string(pk), err, br.Buffered(), br.Size())
	_, err = br.Peek(17)
	fmt.Println(err)
	str, err := br.ReadString(' ')
	fmt.Println(str, err, br.UnreadByte(), br.UnreadByte() == nil)
	str, err = br.ReadString('!')
	fmt.Println(str, err, br.UnreadRune())
	_, err = br.ReadSlice('x')
	fmt.Println(err)
	_, err = br.Discard(-1)
	fmt.Println(err)
	var buf bytes.Buffer
	bw := bufio.NewWriterSize(&buf, 8)
	bw.WriteString("hello world")
	fmt.Println(bw.Buffered(), bw.Available(), bw.Size(), buf.String())
	bw.Flush()
	fmt.Println(buf.String(), buf.Len())
	bw = bufio.NewWriter(fw{})
	bw.WriteString("x")
	fmt.Println(bw.Flush(), bw.Flush())
	_, err = bw.Write([]byte("y"))
	fmt.Println(err)
	buf.Reset()
	buf.WriteString("abc\ndef")
	l, err := buf.ReadString('\n')
	fmt.Printf("%q %v %q %v\n", l, err, buf.Next(2), buf.UnreadByte())
	buf.Truncate(0)
	_, err = buf.ReadByte()
	fmt.Println(err, buf.UnreadRune(), buf.UnreadByte())
	try("truncate", func() { buf.Truncate(5) })
	try("grow", func() { buf.Grow(-1) })
	fmt.Println(bytes.Equal(nil, []byte{}), bytes.Compare([]byte("a"), []byte("b")), bytes.Title([]byte("ab cd")), bytes.Fields([]byte(" a b ")), bytes.EqualFold([]byte("Go"), []byte("GO")))
	pr, pw := io.Pipe()
	go func() { fmt.Fprint(pw, "piped"); pw.CloseWithError(errors.New("done")) }()
	d, err := io.ReadAll(pr)
	fmt.Println(string(d), err)
	_, err = io.ReadFull(strings.NewReader("ab"), make([]byte, 3))
	fmt.Println(err)
	_, err = io.ReadAtLeast(strings.NewReader("ab"), make([]byte, 1), 3)
	fmt.Println(err)
	_, err = io.CopyN(io.Discard, strings.NewReader("ab"), 3)
	fmt.Println(err)
	lr := io.LimitReader(strings.NewReader("abcdef"), 3)
	d, _ = io.ReadAll(io.TeeReader(lr, &buf))
	fmt.Println(string(d), buf.String())
	d, _ = io.ReadAll(io.MultiReader(strings.NewReader("a"), strings.NewReader("b")))
	fmt.Println(string(d))
	sec := io.NewSectionReader(strings.NewReader("0123456789"), 2, 5)
	d, _ = io.ReadAll(sec)
	fmt.Println(string(d), sec.Size())
}

type fw struct{}

func (fw) Write([]byte) (int, error) { return 0, errors.New("disk full") }
