package main

import (
	"fmt"
	"net/url"
)

func main() {
	for _, s := range []string{
		"https://user:pa%20ss@example.com:8080/a%2Fb/c d?x=1&y=%26&x=2#frag%20ment", "mailto:a@b.c", "//host/path", "/a/b?", "a:b/c", "http://[::1%25eth0]:80/",
		"http://[fe80::1]", "http://a b/", "http://x:port/", "%zz", "http://h/%zz", "x:///p", "*", "", "http://example.com/a?b;c=1", ":x", "a/b:c", "http://é.de/ü?ö#ä",
	} {
		u, err := url.Parse(s)
		if err != nil {
			fmt.Println("error:", err)
			continue
		}
		fmt.Printf("%q %q %q %q %q %q %q %q\n", u.Scheme, u.Opaque, u.User, u.Host, u.Path, u.RawPath, u.RawQuery, u.Fragment)
		fmt.Println(u, u.Hostname(), u.Port(), u.IsAbs(), u.RequestURI(), u.Redacted(), u.Query())
	}
	base, _ := url.Parse("http://a/b/c/d;p?q")
	for _, r := range []string{"g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "g;x=1/../y", "", ".", "..", "../g", "../../../g", "/./g", "g.", "..g", "http:g"} {
		u, err := base.Parse(r)
		fmt.Println(r, u, err)
	}
	v := url.Values{}
	v.Set("name", "Ava Ø")
	v.Add("friend", "Jess&Co")
	v.Add("friend", "Sarah")
	v.Add("empty", "")
	fmt.Println(v.Encode(), v.Get("friend"), v.Has("empty"), v["friend"])
	v.Del("friend")
	fmt.Println(v.Encode())
	fmt.Println(url.ParseQuery("a=1&b=%zz&c&=d&a=2;3&e=+x"))
	fmt.Println(url.QueryEscape("a b/c?d=é&~-_.!*"), url.PathEscape("a b/c?d=é:@&~"))
	fmt.Println(url.QueryUnescape("a+b%2Fc"))
	fmt.Println(url.PathUnescape("a+b%2Fc%"))
	fmt.Println(url.JoinPath("http://h/a/", "../b", "/c/"))
	fmt.Println(url.ParseRequestURI("rel"))
	fmt.Println((&url.URL{Scheme: "https", User: url.UserPassword("me", "p@ss:w"), Host: "h", Path: "/a b/ü", RawQuery: "q=1", Fragment: "f g"}).String())
}
