package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

type E1 struct{ code int }

func (e *E1) Error() string { return fmt.Sprint("e1 ", e.code) }

func p(format string, args ...any) { fmt.Printf("%q -> %s|\n", format, fmt.Sprintf(format, args...)) }

type T struct {
	A int
	B string
}

func (t T) String() string { return "T(" + t.B + ")" }

func main() {
	p("%d %d", 1)
	p("%d", 1, 2)
	p("%d", "x", 3.5, nil, T{1, "b"})
	p("%[2]d %[1]d", 1, 2)
	p("%[3]d", 1, 2)
	p("%[0]d", 1)
	p("%[-1]d", 1)
	p("%[x]d", 1)
	p("%[1]d %d %[1]d", 1, 2)
	p("%[2]*[1]d|", 5, 8)
	p("%*d|", 6, 42)
	p("%-*d|", 6, 42)
	p("%*d|", -6, 42)
	p("%.*f|", 2, 3.14159)
	p("%*.*f|", 9, 2, 3.14159)
	p("%*d", "x", 1)
	p("%.*d", -3, 5)
	p("%[1]*d", 3)
	p("%.[2]*[1]f", 3.14159, 3)
	p("%")
	p("%%")
	p("%5%|")
	p("100%")
	p("%!")
	p("%z", 5)
	p("%-", 5)
	p("%.", 5)
	p("%é", 5)
	p("%w", errors.New("x"))
	p("%s %v", errors.New("x"), nil)
	p("%s", []any{1, "a", nil})
	p("%d", []any{1, "a", nil, 2.5})
	p("%x", "hello")
	p("% x", []byte("hello"))
	p("%#v", []any{1, "a", nil, 2.5, T{1, "b"}, (*T)(nil), []int(nil), map[string]bool{"z": true}, struct {
		X int
		y string
	}{1, "q"}, 'x', uint8(3), 1i, [2]string{"a", "b"}, int64(5), float32(1.5), uintptr(7), error(nil), func() {} == nil})
	p("%v %+v", T{1, "b"}, T{1, "b"})
	p("%v %+v", struct{ T }{T{1, "b"}}, struct{ Q T }{T{1, "b"}})
	p("%v", struct{ q T }{T{1, "b"}})
	p("%6d|%-6d|%06d|%+d|% d|%x|%X|%#x|%o|%#o|%O|%b|%c|%q|%U", 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42)
	p("%6.2f|%-8.2f|%08.2f|%+.1f|%e|%E|%g|%G|%.3g|%10.3e|", 3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159)
	p("%10s|%-10s|%.2s|%q|%x|%X|% x|%#x|%10q|%-10q|%010s|", "abc", "abc", "abc", "abc", "abc", "abc", "abc", "abc", "abc", "abc", "abc")
	p("%t|%5t|%-7t|%v", true, false, true, false)
	p("%v %v %v", []string{"a"}, map[string]int{"x": 1}, &T{2, "c"})
	p("%05d|%-05d|%+05d|% 05d|%x|%#08x|%08b", -42, -42, 42, 42, -42, 42, 5)
	p("%.3d|%8.3d|%-8.3d|%08.3d|%.0d|%.d", 7, 7, 7, 7, 0, 0)
	p("%+q %#q %+#q %q", "日本\x00`", "日本", "a`b", 'ÿ')
	p("%x %X %x", 3.5, -1.25, 1+2i)
	p("%b", 1.5)
	p("%6.3v|%-10v|%10v|%010v", 3.14159, "x", []int{1}, -5)
	p("%s %d", &[]int{1}, &map[string]int{"a": 1})
	p("%v %+v %#v", &struct{ A *int }{}, &struct{ A []int }{}, &struct{ A any }{})
	var np *T
	var ni fmt.Stringer
	p("%v %s %d", np, ni, np)
	p("%v", fmt.Errorf("wrap: %w, %w", io.EOF, os.ErrNotExist))
	err := fmt.Errorf("a: %w", &E1{3})
	var e1 *E1
	fmt.Println(errors.As(err, &e1), e1, errors.Unwrap(err) == e1, errors.Is(err, e1))
	err = fmt.Errorf("%w and %w and %v", io.EOF, io.ErrShortWrite, io.ErrClosedPipe)
	fmt.Println(err, errors.Is(err, io.EOF), errors.Is(err, io.ErrShortWrite), errors.Is(err, io.ErrClosedPipe), errors.Unwrap(err))
	fmt.Printf("%T %T %T\n", err, fmt.Errorf("x"), fmt.Errorf("%w", io.EOF))
	fmt.Println(fmt.Errorf("%w", "notanerror"), fmt.Errorf("%w"), fmt.Errorf("%[2]w %[1]v", 1, io.EOF))
	j := errors.Join(io.EOF, nil, errors.New("two"))
	fmt.Printf("%v|%q|%T|%v\n", j, j, j, errors.Join(nil, nil) == nil)
	fmt.Println(errors.Is(j, io.EOF), errors.Unwrap(j))

	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.0, nil, nil, T{1, "x"}, T{2, "y"}, []int{1}))
	fmt.Println(fmt.Sprintln("a", 1, true, nil))
	fmt.Print("x", "y", 1, 2, '\n', "\n")
	fmt.Println()
	fmt.Println(fmt.Append(nil, 1, "a"), string(fmt.Appendf(nil, "%d-%s", 1, "a")), string(fmt.Appendln([]byte("z"), 1, 2)))
	n, err := fmt.Fprintln(io.Discard, "héé")
	fmt.Println(n, err)
	n, err = fmt.Fprintf(errW{}, "abc")
	fmt.Println(n, err)

	// scanning
	scan := func(name string, f func() (int, error), ptrs ...any) {
		n, err := f()
		fmt.Printf("%s: %d %v", name, n, err)
		for _, q := range ptrs {
			switch q := q.(type) {
			case *int:
				fmt.Printf(" %d", *q)
			case *string:
				fmt.Printf(" %q", *q)
			case *float64:
				fmt.Printf(" %g", *q)
			case *bool:
				fmt.Printf(" %t", *q)
			case *rune:
				fmt.Printf(" %q", *q)
			case *uint8:
				fmt.Printf(" %d", *q)
			case *[]byte:
				fmt.Printf(" %q", *q)
			case *complex128:
				fmt.Printf(" %v", *q)
			}
		}
		fmt.Println()
	}
	for _, in := range []string{"", "5", "5 6", "5 abc 2.5 true", "5\nabc\n2.5\ntrue", "x", "99999999999999999999", "-7 q 1e3 T extra", "0x1F w .5 false", "0b11 a 1_0 1", "  12   s   3.e2  t", "5 abc 2.5 maybe", "+5 é -Inf TRUE", "5,6", "5 \"quoted str\" 1 0"} {
		var i int
		var s string
		var f float64
		var b bool
		scan("Sscan "+in, func() (int, error) { return fmt.Sscan(in, &i, &s, &f, &b) }, &i, &s, &f, &b)
		i, s, f, b = 0, "", 0, false
		scan("Sscanln", func() (int, error) { return fmt.Sscanln(in, &i, &s, &f, &b) }, &i, &s, &f, &b)
		i, s, f, b = 0, "", 0, false
		scan("Sscanf", func() (int, error) { return fmt.Sscanf(in, "%d %s %f %t", &i, &s, &f, &b) }, &i, &s, &f, &b)
		i = 0
		scan("Sscanf,", func() (int, error) { return fmt.Sscanf(in, "%d,%d", &i, &i) }, &i)
		s = ""
		scan("Sscanf q", func() (int, error) { return fmt.Sscanf(in, "%d %q", &i, &s) }, &i, &s)
	}
	var i, j2 int
	var s, s2 string
	var r rune
	var u uint8
	var bs []byte
	var c complex128
	var f float64
	scan("hex", func() (int, error) { return fmt.Sscanf("ff 077 101 z", "%x %o %b %c", &i, &j2, &u, &r) }, &i, &j2, &u, &r)
	scan("width", func() (int, error) { return fmt.Sscanf("123456abc", "%3d%2d%2s%s", &i, &j2, &s, &s2) }, &i, &j2, &s, &s2)
	scan("v", func() (int, error) { return fmt.Sscanf("0x10 0b11 abc", "%v %v %v", &i, &j2, &bs) }, &i, &j2, &bs)
	scan("u8", func() (int, error) { return fmt.Sscan("300", &u) }, &u)
	scan("cplx", func() (int, error) { return fmt.Sscan("(1+2i) 3", &c, &i) }, &c, &i)
	scan("pct", func() (int, error) { return fmt.Sscanf("50%", "%d%%", &i) }, &i)
	scan("lit", func() (int, error) { return fmt.Sscanf("a:5 b", "a:%d c", &i) }, &i)
	scan("nl", func() (int, error) { return fmt.Sscanf("5\n6", "%d %d", &i, &j2) }, &i, &j2)
	scan("nl2", func() (int, error) { return fmt.Sscanf("5\n6", "%d\n%d", &i, &j2) }, &i, &j2)
	scan("verb", func() (int, error) { return fmt.Sscanf("5", "%z", &i) }, &i)
	scan("verb2", func() (int, error) { return fmt.Sscanf("5", "%s", &i) }, &i)
	scan("few", func() (int, error) { return fmt.Sscanf("5 6", "%d %d", &i) }, &i)
	scan("many", func() (int, error) { return fmt.Sscanf("5 6", "%d", &i, &j2) }, &i)
	scan("x str", func() (int, error) { return fmt.Sscanf("68656c", "%x", &s) }, &s)
	scan("float", func() (int, error) { return fmt.Sscanf("3.5e2x", "%gx", &f) }, &f)
	scan("nonptr", func() (int, error) { return fmt.Sscan("5", i) })
	scan("c", func() (int, error) { return fmt.Sscanf(" x", "%c%c", &r, &r) }, &r)
	rd := strings.NewReader("1 2\n3 4\n")
	for {
		var a, b int
		n, err := fmt.Fscanln(rd, &a, &b)
		fmt.Println(n, err, a, b)
		if err != nil {
			break
		}
	}
	br := bytes.NewBufferString("10 20 30")
	for {
		var a int
		if _, err := fmt.Fscan(br, &a); err != nil {
			fmt.Println(err)
			break
		}
		fmt.Print(a, ";")
	}
}

type errW struct{}

func (errW) Write([]byte) (int, error) { return 1, errors.New("no space") }
