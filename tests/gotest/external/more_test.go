package lib_test

import (
	"fmt"
	"testing"

	lib "example.com/external"
)

func TestOutside(t *testing.T) {
	lib.Change(7)
	if lib.Secret() != 7 {
		t.Fail()
	}
}

func ExampleSecret() {
	fmt.Println(lib.Secret())
	// Output: 7
}
