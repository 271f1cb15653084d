// What stands in the place of a type goes on to the checker.
package main

type names struct {
	a, b [...]int
	ptr  *[...]int
}

func unnamed([...]int) [...]int { return nil }

func more(rest ...[...]int) {}

func main() {}
