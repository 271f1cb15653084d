package examples

import (
	"fmt"
	"os"
)

func ExampleGood() {
	fmt.Println("hello")
	fmt.Println("// Output: not this")
	// Output:
	// hello
	// // Output: not this
}

func ExampleBad() {
	fmt.Println("one")
	fmt.Println("two")
	// Output: one
	// three
}

func Example_unordered() {
	fmt.Println("b\na")
	// Unordered output:
	// a
	// b
}

func Example_unorderedBad() {
	fmt.Println("b\na")
	// Unordered output:
	// a
	// c
}

func ExampleEmpty() {
	// Output:
}

func ExampleNotRun() {
	os.Exit(1)
}

func ExamplePanic() {
	fmt.Println("said")
	panic("ouch")
	// Output: said
}
