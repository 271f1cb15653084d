package main

import "fmt"

func toF(c float64) float64 { return c*9/5 + 32 }

func main() {
	var temps = []int{1, 2, 3}
	for i := 0; i <= len(temps); i++ {
		f := toF(temps[i])
		fmt.Println(f)
	}
	avg := sum(temps) / len(temps)
	var x int = toF(20)
	var y float64 = len(temps)
	y = x
	z := x / y
	if avg > "3" {
	}
	fmt.Println(temps.length)
	const limit = 10
	limit = 20
}
