package lib

import "testing"

func TestInside(t *testing.T) {
	if secret != 42 {
		t.Fail()
	}
}

// Change changes the secret for the tests outside.
func Change(n int) { secret = n }
