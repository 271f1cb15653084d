package reverse

import (
	"fmt"
	"testing"
	"unicode/utf8"
)

func TestReverse(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"odd", "abc", "cba"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Reverse(tt.in); got != tt.want {
				t.Errorf("Reverse(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func ExampleReverse() {
	fmt.Println(Reverse("stressed"))
	// Output: desserts
}

func BenchmarkReverse(b *testing.B) {
	for b.Loop() {
		Reverse("the quick brown fox")
	}
}

func FuzzReverse(f *testing.F) {
	f.Add("abc")
	f.Fuzz(func(t *testing.T, s string) {
		if utf8.ValidString(s) && !utf8.ValidString(Reverse(s)) {
			t.Error("turned round it is no text")
		}
	})
}
