package formats

import "testing"

func TestGreet(t *testing.T) {
	if Greet(1) == "" {
		t.Errorf("%d", "empty")
	}
}
