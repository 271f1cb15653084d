package patterns

import "testing"

func TestPlain(t *testing.T) {}

func TestSub(t *testing.T) {
	for _, name := range []string{"a", "ab", "a.b", "é", "x y"} {
		t.Run(name, func(t *testing.T) {})
	}
}

func TestPlainer(t *testing.T) {}

func ExamplePlain() {
	// Output:
}
