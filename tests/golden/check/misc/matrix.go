package main

import "fmt"

type Matrix [][]float64

func New(r, c int) Matrix {
	m := make(Matrix, r)
	for i := range m {
		m[i] = make([]int, c)
	}
	return m
}

func (m Matrix) Mul(o Matrix) Matrix {
	res := New(len(m), len(o[0]))
	for i := 0; i < len(m); i++ {
		for j := 0; j < len(o[0]); j++ {
			var sum int
			for k := range o {
				sum += m[i][k] * o[k][j]
			}
			res[i][j] = sum
		}
	}
}

func main() {
	a := Matrix{{1, 2}, {3, 4}}
	b := a.Mul(a, a)
	c := a * b
	fmt.Println(a[0, 1], b[0]["x"], c)
	var d [2][2]float64 = a
	a[0] = 1.0
}
