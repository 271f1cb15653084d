// Package only_test has no package only beside it.
package only_test

import (
	"fmt"
	"testing"
)

func TestAlone(t *testing.T) { t.Log("runs") }

func Example() {
	fmt.Println("runs, too")
	// Output: runs, too
}
