package greet

import "example.com/greet/inner"

func Hello(name string) string { return inner.Name + ", " + name }

func Loop() (n int) {
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { return i })
	}
	for _, f := range fs {
		n = n*10 + f()
	}
	return
}
