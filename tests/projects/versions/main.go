package main

import "fmt"

func main() {
	var funcs []func()
	for i := 0; i < 3; i++ {
		funcs = append(funcs, func() { fmt.Print(i, " ") })
	}
	for i, s := range []string{"a", "b"} {
		funcs = append(funcs, func() { fmt.Print(i, s, " ") })
	}
	var ptrs []*int
	for k := range map[int]bool{1: true} {
		ptrs = append(ptrs, &k)
	}
	for _, f := range funcs {
		f()
	}
	fmt.Println(*ptrs[0])
	newer()
}
