package p

import "strings"
import "errors"
func g() (int, error) { return 0, nil }
func f(m map[string]int, s []int) {
	g()
	errors.New("x")
	strings.ToUpper("x")
	strings.ToUpper
	len(m)
	cap(s)
	s == nil
	-1
	"a" + "b"
	m["a"]
	s[1:]
	&m
	struct{}{}
	func() int { return 1 }
	complex(1, 2)
	new(int)
	string(s)
	copy(s, s)
	min(1, 2)
	recover()
	(func() {})()
}
