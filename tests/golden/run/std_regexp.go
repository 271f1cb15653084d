package main

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

func main() {
	exprs := []string{
		``, `a`, `a*`, `a+?`, `(a)(b)?`, `a|b|`, `(?i)hello`, `^abc$`, `(?m)^\w+$`, `(?s).+`, `.+`, `\bfoo\b`, `\Bo`, `[a-c]+`, `[^a-c]+`, `[[:alpha:]]+`, `[[:^digit:]]+`, `\d{2,3}`, `\d{2,}?`, `x{0}`, `(?P<year>\d{4})-(?<month>\d\d)`,
		`(a*)*`, `(a|b)*c`, `(a+)(b+)`, `\p{Greek}+`, `\pL+`, `\P{Lu}+`, `[\p{Lu}\d]+`, `(?i)[k]+`, `\x41|\x{1F600}|\101`, `\Qa.b\E+`, `(?U)a+`, `a.c`, `(?:ab)+`, `(|a)+`, `(a|ab)(c|bcd)(d*)`, `[a-\d]`, `\z`, `\A`, `(?i)ſ`, `é+`, `[日-本]`, `(?i:A)b`, `a{2}{3}`, `(foo|foobar)`, `\.`, `[.]`, `[\]]`, `[]a]`, `[^]a]`, `[a-]`, `\s+`, `\S+`, `\W`, `$`, `(?m)$`, `a$b`, `(x)?(y)?z`, `((((a))))`,
	}
	texts := []string{"", "a", "aaab", "hello HELLO", "abc", "foo bar foo\nbaz", "2024-05 and 1999-12", "αβγ Δ", "日本語 éé", "kK\u212a sSſ", "A😀A", "a.ba.b", "abcd", "xyz zy z", "]-^a", "line1\nline2\n"}
	for _, e := range exprs {
		re, err := regexp.Compile(e)
		if err != nil {
			fmt.Println(e, err)
			continue
		}
		fmt.Printf("%s %d %q\n", re, re.NumSubexp(), re.SubexpNames())
		px, perr := regexp.CompilePOSIX(e)
		if perr != nil {
			fmt.Println("posix", perr)
		}
		for _, s := range texts {
			fmt.Printf("%q %v %v %v\n", s, re.MatchString(s), re.FindStringSubmatchIndex(s), re.FindAllStringIndex(s, -1))
			fmt.Printf("%q %q %q %q\n", re.FindAllStringSubmatch(s, 3), re.ReplaceAllString(s, "<$1${0}$$>"), re.ReplaceAllLiteralString(s, "$1"), re.Split(s, -1))
			fmt.Println(re.FindReaderSubmatchIndex(strings.NewReader(s)))
			if px != nil {
				fmt.Println(px.FindStringSubmatchIndex(s))
			}
		}
	}
	for _, e := range []string{`(`, `)`, `a)`, `(a`, `*`, `+a`, `a**`, `a*+`, `a??*`, `[`, `[a`, `[a-`, `[z-a]`, `[[:foo:]]`, `\`, `\8`, `\1`, `\C`, `\pX`, `\p{`, `\p{Foo}`, `a{1001}`, `a{2,1}`, `(a{100}){100}`, `a{,2}`, `a{`, `a{1`, `a{1,`, `(?`, `(?P<`, `(?P<n`, `(?P<1-2>a)`, `(?P<n>a)(?P<n>b)`, `(?P=n)`, `(?i`, `(?z)`, `(?i-)`, `(?=a)`, `(?<=a)`, `\xg`, `\x{110000}`, `\x{}`, "\xff", "a\xffb", `(*)`, `a|*`, `(|*)`, `^*`, `$+`, `\b+`, `x**y`, `[a-\b]`, `\Q`, `\Qab`, `[\Qa]`, `(?i)(?s)`, `(?-s).`, strings.Repeat("(", 1001) + strings.Repeat(")", 1001)} {
		_, err := regexp.Compile(e)
		if err == nil {
			fmt.Printf("%q ok\n", e)
			continue
		}
		se := err.(*syntax.Error)
		if len(e) > 100 {
			fmt.Println("deep", se.Code)
			continue
		}
		fmt.Printf("%q %v | %s | %q\n", e, err, se.Code, se.Expr)
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		regexp.MustCompile("a`(")
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		regexp.MustCompile(`a(b`)
	}()
	for _, e := range []string{`a`, `abc+`, `a+?`, `\Qa.b\Ec`, `(?i)a`, `x|y`, `a(b)c`} {
		fmt.Println(regexp.MustCompile(e).LiteralPrefix())
	}
	re := regexp.MustCompile(`(?P<first>\w+) (?P<last>\w+)`)
	fmt.Println(re.ReplaceAllString("John Smith, Ada Lovelace", "${last} $first $1x $none ${none"), re.SubexpIndex("last"), re.SubexpIndex("no"))
	fmt.Println(re.ReplaceAllStringFunc("John Smith", strings.ToUpper), string(re.ReplaceAllFunc([]byte("a b"), func(b []byte) []byte { return append(b, '!') })))
	fmt.Println(string(re.Expand([]byte("> "), []byte("$last-$first"), []byte("x John Smith"), re.FindSubmatchIndex([]byte("x John Smith")))))
	fmt.Printf("%q %q\n", re.FindSubmatch([]byte("John Smith")), re.Find([]byte("nope")))
	fmt.Println(regexp.QuoteMeta(`a.b*c[d]\^$|(){}+?-`))
	fmt.Println(regexp.MatchString(`^\d+$`, "123"))
	big := strings.Repeat("ab", 100000) + "c"
	fmt.Println(regexp.MustCompile(`(a|b)*c`).FindStringIndex(big), regexp.MustCompile(`(?:a+b+)+$`).MatchString(big), regexp.MustCompile(`b(c)`).FindStringSubmatchIndex(big))
	for _, n := range []int{-1, 0, 1, 2, 3} {
		fmt.Printf("%q ", regexp.MustCompile(`,`).Split("a,b,c", n))
	}
	l := regexp.MustCompile(`a(|b)`)
	l.Longest()
	fmt.Println(l.FindString("ab"))
	var u regexp.Regexp
	fmt.Println(u.UnmarshalText([]byte("a+")), u.String(), u.UnmarshalText([]byte("(")))
}
