// Behind a name a bracket begins a length or type arguments: `...` is no expression.
package main

type point struct {
	coords [...]int
	a, b   [...]int
	ptr    *[...]int
}

func sum(values [...]int) int { return 0 }

func both(a int, values [...]int, more ...int) {}

func generic[T [...]int]() {}

func main() {}
