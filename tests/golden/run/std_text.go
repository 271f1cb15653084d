// Packages strings, bytes, bufio, strconv, unicode, reflect.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type T struct {
	Name string `json:"name,omitempty"`
	Age  int
	priv bool
	M    map[string]int
}

func main() {
	s := "Hello, 世界! hello, World"
	fmt.Println(strings.Count(s, "l"), strings.Count(s, ""), strings.LastIndex(s, "llo"), strings.IndexRune(s, '界'), strings.IndexAny(s, "界w"), strings.LastIndexAny(s, "oe"), strings.IndexFunc(s, unicode.IsSpace))
	fmt.Printf("%q %q %q %q\n", strings.SplitN("a,b,c,d", ",", 2), strings.SplitAfter("a,b,c", ","), strings.Split("héy", ""), strings.Fields("  a  b\tc\n"))
	fmt.Println(strings.ToUpper(s), strings.ToLower("ÀÉÎ"), strings.Title("hello wORLD"), strings.EqualFold("Σς", "σΣ"), strings.ReplaceAll("héy", "", "-"), strings.NewReplacer("a", "1", "ab", "3", "<", "&lt;").Replace("abcab<"))
	for part := range strings.SplitSeq("a:b:c", ":") {
		fmt.Print(part, ";")
	}
	var b bytes.Buffer
	b.WriteString("hello ")
	b.Write([]byte("world\nline2\n"))
	line, err := b.ReadString('\n')
	fmt.Printf("%q %v %d\n", line, err, b.Len())
	b.WriteTo(os.Stdout)
	sc := bufio.NewScanner(strings.NewReader(" one two\tthree\n"))
	sc.Split(bufio.ScanWords)
	for sc.Scan() {
		fmt.Print(sc.Text(), "|")
	}
	fmt.Println()
	for _, r := range "aÉ5 ٣²_-+$世\u00a0\t😀ǅ" {
		fmt.Println(unicode.IsLetter(r), unicode.IsUpper(r), unicode.IsLower(r), unicode.IsDigit(r), unicode.IsNumber(r), unicode.IsSpace(r), unicode.IsPunct(r), unicode.IsSymbol(r), unicode.IsPrint(r), string(unicode.ToUpper(r)), string(unicode.SimpleFold(r)))
	}
	fmt.Println(unicode.Is(unicode.Han, '世'), utf8.RuneCountInString(s), utf8.ValidString("a\xff"))
	for _, t := range []string{"0", "-1", "123456789012345678901", "12x", "", "0x1F", "017", "1_000"} {
		i, err := strconv.ParseInt(t, 0, 64)
		f, err2 := strconv.ParseFloat(t, 64)
		fmt.Println(i, err, f, err2)
	}
	fmt.Println(strconv.Quote("日本\x00\xff\u200b"), strconv.FormatFloat(0.1, 'e', -1, 32), strconv.FormatInt(-255, 36))
	v := T{"x", 3, true, map[string]int{"k": 1}}
	e := reflect.ValueOf(&v).Elem()
	for i := 0; i < e.NumField(); i++ {
		f := e.Type().Field(i)
		fmt.Println(f.Name, f.Type, f.Tag.Get("json"), e.Field(i), e.Field(i).CanSet())
	}
	e.Field(1).SetInt(99)
	e.Field(3).SetMapIndex(reflect.ValueOf("z"), reflect.ValueOf(26))
	fmt.Println(v, reflect.DeepEqual(v, v), reflect.DeepEqual([]int{1}, []int{2}), reflect.TypeFor[error](), reflect.ValueOf(65).Convert(reflect.TypeOf("")))
}
