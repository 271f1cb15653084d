package p

import "fmt"

type T struct{ x int }

func g(t *T, i int) {
	_ = t.x.y
	_ = fmt
	_ = fmt.Println
	fmt.Println
	fmt.println("a")
	_ = fmt.Foo
	fmt = 1
	_ = (i)(1)
	_ = T(1)
	_ = T
	_ = []int
	_ = i + T
	_ = int + 1
	_ = (int)(i)
	_ = *T
	_ = &T
	_ = -int
	_ = map[string]int
	_ = struct{}
	_ = func()
	_ = chan int
	_ = len(len)
	_ = len(T)
	_ = T.x
	_ = (*T).x
	_ = iota
	const c = iota
	_ = g()
	_ = g(t, i)
}
