package fuzzing

import (
	"os"
	"strings"
	"testing"
)

func FuzzLong(f *testing.F) {
	f.Add("ab", 1)
	f.Fuzz(func(t *testing.T, s string, n int) {
		if len(s) > 3 && n > 10 {
			t.Log("a log")
			t.Errorf("too long")
		}
	})
}

// Only a search that notices which branches it has reached gets here.
func FuzzDeep(f *testing.F) {
	f.Add([]byte("...."))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 3 {
			if b[0] == 'F' {
				if b[1] == 'U' {
					if b[2] == 'Z' {
						if b[3] == '!' {
							t.Fatal("found")
						}
					}
				}
			}
		}
	})
}

func FuzzExits(f *testing.F) {
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Contains(s, "0") {
			os.Exit(3)
		}
	})
}

func FuzzSeed(f *testing.F) {
	f.Add("good")
	f.Add("bad")
	f.Fuzz(func(t *testing.T, s string) {
		if s == "bad" {
			t.Error("bad is bad")
		}
	})
}

func FuzzEmpty(f *testing.F) {
	f.Fuzz(func(t *testing.T, a int8, b uint16, c float64, d bool, e rune) {
		t.Parallel()
		t.Run("sub", func(t *testing.T) { t.Parallel() })
	})
}

func FuzzSkips(f *testing.F) {
	f.Add("x")
	f.Fuzz(func(t *testing.T, s string) { t.Skip() })
}
