// Hints for maps that are too large to be taken seriously, or not numbers of elements at all, are left out of account.
package main

import "fmt"

func main() {
	for _, hint := range []int64{1 << 40, 1 << 50, 1<<63 - 1, -1 << 62, -1} {
		m := make(map[int]int, hint)
		m[1] = 2
		fmt.Println(len(m), m[1])
		large := make(map[string][200]byte, hint)
		large["a"] = [200]byte{}
		fmt.Println(len(large))
	}
}
