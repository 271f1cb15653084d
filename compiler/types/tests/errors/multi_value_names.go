package p

import "fmt"

func two() (n int, err error) { return }
func plain() (int, error)     { return 1, nil }

func f(x, y int) {
	_ = two() + 1
	_ = plain() + 1
	f(two(), 1)
	if two() {
	}
	switch plain() {
	}
	x = fmt.Println()
	x += fmt.Println()
	a[0].b, c := 1, 2
	x + 1, d := 1, 2
	_ = func() (a, b int) { return 1, 2 }() + 1
}
