package main

import "os"

type S struct{ A int }
type N int


func main() {
	vals := []any{1, "text", 2.5, true, S{1}, N(3), 'x', uint8(4), []int{1}, (*int)(nil), nil, complex(1, 2)}
	if len(os.Args) > 5 {
		return
	}
	for i, v := range vals[:9] {
		func() {
			defer func() { recover() }()
			_ := i
			panic(v)
		}()
	}
	panic(N(3))
}
