package tests

import (
	"fmt"
	"testing"
)

func Testlower(t *testing.T) {}

func Benchmarklower(b *testing.B) {}

func TestFine(t *testing.T) {}

func ExampleKnown() {
	fmt.Println("known")
	// Output: known
}

func ExampleUnknown() {
	fmt.Println("unknown")
	// Output: unknown
}

func ExampleThing_Method() {
	// Output:
}

func ExampleThing_Nothing() {
	// Output:
}

func ExampleThing_Method_Upper() {
	// Output:
}

func Example_suffix() {
	// Output:
}

func Example_Upper() {
	// Output:
}

func ExampleThing() {
	// Output: early
	fmt.Println("early")
	// The end.
}

func FuzzCount(f *testing.F) {
	f.Add(1, 2)
	f.Add("one")
	f.Add(1)
	f.Fuzz(func(t *testing.T, n int) {})
}

func FuzzTypes(f *testing.F) {
	f.Add(1, "a")
	f.Add("a", 1)
	f.Fuzz(func(t *testing.T, n int, s string) {})
}
