// A finalizer's results are dropped, wherever they come back.
package main

import (
	"fmt"
	"runtime"
)

type small struct {
	n    int
	self *small
}

var done = make(chan string)

func make1() {
	runtime.SetFinalizer(&small{n: 1}, func(s *small) (big [250]int, text string) {
		for i := range big {
			big[i] = s.n
		}
		done <- fmt.Sprint("large results, ", s.n)
		return big, "x"
	})
}

func make2() {
	runtime.SetFinalizer(&small{n: 2}, func(v any) (a, b, c, d, e, f, g, h, i, j, k string) {
		done <- fmt.Sprint("many results, ", v.(*small).n)
		return "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"
	})
}

func make3() {
	runtime.SetFinalizer(&small{n: 3}, func(s *small) (int, error) {
		done <- fmt.Sprint("few results, ", s.n)
		return 1, nil
	})
}

func main() {
	for _, set := range []func(){make1, make2, make3} {
		set()
		runtime.GC()
		fmt.Println(<-done)
	}
}
