// `defer recover()` asks on behalf of the function it stands in: for the panic that called that function, and only while it is the newest.
package main

import "fmt"

func must(want any) {
	got := recover()
	fmt.Println(got, got == want)
}

func inner(first bool) {
	defer must(2)
	defer func() {
		if first {
			defer recover()
			defer must(3)
		} else {
			defer must(3)
			defer recover()
		}
		panic(3)
	}()
	panic(2)
}

func main() {
	func() {
		defer must(nil)
		defer func() { defer recover() }()
		panic(5)
	}()
	func() {
		defer must(6)
		defer recover()
		panic(6)
	}()
	inner(false)
	defer must(nil)
	inner(true)
}
