package module_test

import (
	"fmt"
	"testing"

	"example.com/module"
	"example.com/module/user"
)

func TestFour(t *testing.T) {
	if got := user.Four("x"); got != "xxxx" {
		t.Errorf("got %q", got)
	}
}

func ExampleTwice() {
	fmt.Println(module.Twice("ha"))
	// Output: haha
}
