// Functions of math and math/bits, by their bits.
package main

import (
	"fmt"
	"math"
	"math/bits"
	"math/cmplx"
)

func main() {
	xs := []float64{0, math.Copysign(0, -1), 1, -1, 0.5, -0.5, 2, 3.7, -2.5, 10, 100.25, -33.3, 1e-9, 1e9, 1e300, -1e300, 5e-324, 1e-310, math.Pi, math.E, 0.1, 171.5, 709.7, -745, math.Inf(1), math.Inf(-1), math.NaN()}
	for _, f := range []struct {
		name string
		call func(float64) float64
	}{
		{"Exp", math.Exp},
		{"Exp2", math.Exp2},
		{"Expm1", math.Expm1},
		{"Log", math.Log},
		{"Log2", math.Log2},
		{"Log10", math.Log10},
		{"Log1p", math.Log1p},
		{"Sin", math.Sin},
		{"Cos", math.Cos},
		{"Tan", math.Tan},
		{"Asin", math.Asin},
		{"Acos", math.},
		{"Atan", math.Atan},
		{"Sinh", math.Sinh},
		{"Cosh", math.Cosh},
		{"Tanh", math.Tanh},
		{"Asinh", math.Asinh},
		{"Acosh", math.Acosh},
		{"Atanh", math.Atanh},
		{"Cbrt", math.Cbrt},
		{"Gamma", math.Gamma},
		{"Erf", math.Erf},
		{"Erfc", math.Erfc},
		{"Erfinv", math.Erfinv},
		{"Round", math.Round},
		{"RoundToEven", math.RoundToEven},
		{"Logb", math.Logb},
	} {
		fmt.Print(f.name)
		for _, x := range xs {
			if y := f.call(x); y != y {
				fmt.Print(" NaN")
			} else {
				fmt.Printf(" %x", math.Float64bits(y))
			}
		}
		fmt.Println()
	}
	for _, x := range xs[:20] {
		for _, y := range xs[:20] {
			fmt.Print(math.Pow(x, y), math.Atan2(x, y), math.Hypot(x, y), math.Mod(x, y), math.Remainder(x, y), math.Max(x, y), math.Min(x, y), math.Dim(x, y), math.Nextafter(x, y), math 
 .FMA(x, y, 1), " ")
		}
		frac, exp := math.Frexp(x)
		lg, sign := math.Lgamma(x)
		fmt.Println(frac, exp, lg, sign, math.Ldexp(x, 5), math.Signbit(x), math.Ilogb(x))
	}
	for _, u := range []uint64{0, 1, 0xFF, 1 << 40, math.MaxUint64, 0x123456789ABCDEF0} {
		fmt.Println(bits.LeadingZeros64(u), bits.TrailingZeros64(u), bits.OnesCount64(u), bits.Len64(u), bits.Reverse64(u), bits.ReverseBytes64(u), bits.RotateLeft64(u, 13), bits.LeadingZeros8(uint8(u)), bits.TrailingZeros16(uint16(u)), bits.OnesCount32(uint32(u)), bits.RotateLeft8(uint8(u), 3))
		hi, lo := bits.Mul64(u, 0xDEADBEEFCAFE)
		s, c := bits.Add64(u, math.MaxUint64, 1)
		q, r := bits.Div64(3, u, 1<<62+7)
		fmt.Println(hi, lo, s, c, q, r)
	}
	fmt.Println(cmplx.Sqrt(-1), cmplx.Abs(3+4i), cmplx.Exp(1i*math.Pi), cmplx.Pow(1+1i, 2), cmplx.Log1i), math.MaxInt64, uint64(math.MaxUint64))
}
