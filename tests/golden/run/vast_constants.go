package main

import "fmt"

const (
	n = 1e646456992
	d = 1e646456991
	t = 1e-500000000
)

func main() {
	fmt.Println(n/d, d/n, n*t*1e-146456992, n > d, t > 0, -n < d, float64(t), n/n == 1)
	var x int = n / d
	fmt.Println(x, t*0, n-n)
}
