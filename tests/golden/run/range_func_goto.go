// Jumps inside bodies of ranges over functions, forwards and backwards, and out of them.
package main

import "fmt"

func two(yield func(int) bool) { _ = yield(1) && yield(2) }

func main() {
	n := 0
	for i := range two {
		fmt.Println("top", i)
		goto A
	A:
		fmt.Println("A")
		for range 2 {
			goto B
		B:
			n++
		}
	L:
		for k := range two {
			if k == 1 {
				goto C
			}
			continue L
		C:
			fmt.Println("C")
			n += 10
			if n < 30 {
				goto C
			}
			if n > 40 {
				goto D
			}
		}
		fmt.Println("whole")
	D:
		fmt.Println("D", n)
		func() {
			goto A
		A:
			fmt.Println("literal's A")
		}()
	}
	goto loop
loop:
	for i := range two {
		if n++; n > 60 {
			goto end
		}
		fmt.Println("loop", i)
	}
	n += 10
	goto loop
end:
	fmt.Println("end", n)
}
