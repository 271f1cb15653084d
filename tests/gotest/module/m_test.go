package module

import (
	"testing"

	"example.com/module/util"
)

func TestTwice(t *testing.T) {
	if got, want := Twice("ab"), util.Join("ab", "ab"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
