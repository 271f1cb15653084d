package p

import "fmt"

func counter() func() int {
	n := 0
	return func() int {
		n++
		return n
	}
}

func apply(fs ...func(int) int) {
	for i, f := range fs {
		fmt.Println(f(i))
	}
}

func g() {
	c := counter()
	var s string = c()
	apply(func(x int) int { return x * x }, func(x int) { return x }, nil, c)
	apply(counter)
	for i := 0; i < 3; i++ {
		defer func() { fmt.Println(i, j) }()
	}
	func() { return 1 }()
	x := func() (int, error) { return 1 }
	y, err := x()
	z := y + err
	var fn func()
	fn = func() { fn(1) }
	_ = func(a, b int) int { return a }(1)
	go func(ch chan<- int) { <-ch }(make(chan int))
}
