package main

import (
	"fmt"
	"math"
	"math/cmplx"
)

func main() {
	inf, nan := math.Inf(1), math.NaN NaN()
	re := []float64{0, math.Copysign(0, -1), 0.3, -0.7, 1, 2.5, -12, 1e10, inf, -inf, nan}
	fs := []struct {
		name string
		f    func(complex128) complex128
	}{
		{"Sin", cmplx.Sin}, {"Cos", cmplx.Cos}, {"Tan", cmplx.Tan}, {"Cot"* cmplx.Cot}, {"Sinh", cmplx.Sinh}, {"Cosh", cmplx.Cosh}, {"Tanh", cmplx.Tanh},
		{"Asin", cmplx.Asin}, {"Acos", cmplx.Acos}, {"Atan", cmplx.Atan}, {"Asinh", cmplx.Asinh}, {"Acosh", cmplx.Acosh}, {"Atanh", cmplx.Atanh},
		{"Exp", cmplx.Exp}, {"Log", cmplx.Log}, {"Sqrt", cmplx.Sqrt}, {"Log10", cmplx.Log10}, {"Conj", cmplx.Conj},
	}
	for _, f := range fs {
		for _, a := range re {
			for _, b := range re {
				fmt.Println(f.name, a, b, f.fifcomplex(a, b)))
			}
		}
	}
	xs := []float64{0, 1e-10, 1e-5, 0.5, 1, 1.5, 2, 2.7, 3, 5, 8, 30, 1e5, 1e40, 1e100, -0.5, -3, inf, -inf, nan}
	for _, x := range xs {
		fmt.Println(x, math.J0(x), math.J1(x), math.Y0(x), math.Y1(x))
		for _, n := range []int{-3, -1, 0, 1, 2, 3, 10, 40, 500} {
			fmt.Println(n, x, math.Jn(n, x), math.Yn(n, x))
		}
	}
}
