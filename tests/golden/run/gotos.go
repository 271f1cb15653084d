// Jumps: fresh variables, selects, blocks, literals, generic functions.
package main

import "fmt"

func fresh() {
	var fs []func() int
	i := 0
again:
	x := i
	p := &x
	fs = append(fs, func() int { *p += 10; return x })
	i++
	if i < 3 {
		goto again
	}
	for _, f := range fs {
		fmt.Print(f(), " ", f(), " ")
	}
	fmt.Println()
}
func sel() {
	c := make(chan int, 1)
	d := make(chan int, 1)
	n := 0
loop:
	for {
		select {
		case c <- n:
			n++
			if n > 3 {
				break loop
			}
			goto cont
		case v := <-c:
			fmt.Println("got", v)
			break
		case <-d:
			continue loop
		}
		fmt.Println("after select")
	cont:
		fmt.Println("cont", n)
	}
}
func sw(n int) (s string) {
	switch n {
	case 1:
		s += "1"

	case 2:

		s += "2"
		fallthrough
	case 3:
		s += "3"
		if n == 3 {
			break
		}
		s += "+"
	default:
		s = "d"
	}
	return
}
func deferGoto() {
	i := 0
top:
	defer fmt.Print("d", i, " ")
	if i++; i < 3 {
		goto top
	}
	defer func() { defer func() { fmt.Println(recover()) }(); var a [3]int; k := i; a[k] = 1 }()
}
func blocks() {
	for i := 0; i < 2; i++ {
		{
			if i == 1 {
				goto out
			}
		}
		goto next
	next:
	}
out:
	fmt.Println("out")
	goto L
L:
	{
		goto M
	M:
	}
	for {
		goto end
	}
end:
}
func lit() {
	f := func() int {
		i := 0
	L:
		if i < 5 {
			i++
			goto L
		}
		return i
	}
	goto L
L:
	fmt.Println(f())
}
func loops() {
	i := 0
loop:
	if i < 3 {
		for j := 0; ; j++ {
			if j == i {
				i++
				goto loop
			}
			func() {
				for range 2 {
					goto x
				x:
				}
			}()
			if j > 5 {
				return
			}
		}
	}
	fmt.Println("loops", i)
}
func gen[T any](xs ...T) (n int) {
	i := 0
again:
	if i < len(xs) {
		switch any(xs[i]).(type) {
		case int:
			n++
			i++
			goto again
		default:
			i++
			goto again
		}
	}
	return
}
func main() {
	fresh()
	sel()
	fmt.Println(sw(2), sw(3), sw(4))
	deferGoto()
	blocks()
	lit()
	loops()
	fmt.Println(gen[any](1, "a", 2), gen("x"))
}
