package outer_test

import (
	"fmt"
	"testing"

	"example.com/vet/outer"
)

func TestDouble(t *testing.T) {
	t.Logf("%s", outer.Double(1))
}

func ExampleDouble() {
	fmt.Println(outer.Double(1))
	// Output: 2
}

func ExampleTriple() {
	// Output:
}
