package fuzz

import (
	"strings"
	"testing"
)

func FuzzReverse(f *testing.F) {
	f.Add("abc", 1)
	f.Add("", -1)
	f.Fuzz(func(t *testing.T, s string, n int) {
		if strings.Contains(s, "bad") {
			t.Errorf("bad input %q %d", s, n)
		}
		t.Log(len(s), n)
	})
}

func FuzzTypes(f *testing.F) {
	f.Fuzz(func(t *testing.T, a []byte, b bool, c byte, d rune, e float64, g uint16) {
		t.Logf("%q %v %q %q %v %v", a, b, c, d, e, g)
	})
}

func FuzzNone(f *testing.F) {}

func FuzzSkip(f *testing.F) { f.Skip("no") }

func FuzzWrong(f *testing.F) {
	f.Add(1)
	f.Fuzz(func(t *testing.T, s string) {})
}
