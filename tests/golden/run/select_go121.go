//go:build go1.21

// Loops share their variables before Go 1.22; what a select receives is new each time in any version.
package main

import "fmt"

type item struct {
	kind int
	text string
	rest [4]int
}

func next(c chan item, more func()) item {
	for {
		select {
		case it := <-c:
			return it
		default:
			more()
		}
	}
}

func main() {
	c := make(chan item, 4)
	n := 0
	more := func() {
		n++
		c <- item{n, fmt.Sprint("item ", n), [4]int{3: n}}
	}
	fmt.Println(next(c, more), next(c, more))
	var fs []func()
	for i := 0; i < 3; i++ {
		more()
		select {
		case it, ok := <-c:
			fs = append(fs, func() { fmt.Println(it, ok, i) })
		}
	}
	for _, f := range fs {
		f()
	}
	var it item
	more()
	select {
	case it = <-c:
	}
	fmt.Println(it)
	for i := range []int{1, 2} {
		defer func() { fmt.Println("deferred", i) }()
	}
}
