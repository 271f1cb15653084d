package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand"
	"strings"
)

func num(s string) *big.Int {
	n, ok := new(big.Int).SetString(s, 0)
	if !ok {
		panic(s)
	}
	return n
}

func integers() {
	r := rand.New(rand.NewSource(1))
	// Sizes around every threshold: schoolbook and recursive products and quotients, digits in pieces.
	sum := big.NewInt(0)
	for _, bits := range []uint{1, 63, 64, 65, 128, 1000, 2600, 5200, 12800, 13000, 30000, 80000} {
		for _, less := range []uint{0, 1, 64, bits / 3, bits / 2} {
			x := new(big.Int).Rand(r, new(big.Int).Lsh(big.NewInt(1), bits))
			y := new(big.Int).Rand(r, new(big.Int).Lsh(big.NewInt(1), bits-min(less, bits-1)))
			y.Add(y, big.NewInt(1))
			p := new(big.Int).Mul(x, y)
			q, m := new(big.Int).QuoRem(p, y, new(big.Int))
			if q.Cmp(x) != 0 || m.Sign() != 0 {
				fmt.Println("wrong product or quotient", bits, less)
			}
			p.Add(p, new(big.Int).Rsh(y, 1))
			q, m = new(big.Int).DivMod(p, new(big.Int).Neg(y), new(big.Int))
			if q.Mul(q, y).Neg(q).Add(q, m).Cmp(p) != 0 {
				fmt.Println("wrong division", bits, less)
			}
			for _, base := range []int{2, 10, 16, 36, 62} {
				if t, ok := new(big.Int).SetString(p.Text(base), base); !ok || t.Cmp(p) != 0 {
					fmt.Println("wrong digits", bits, less, base)
				}
			}
			sum.Xor(sum, p)
		}
	}
	s := sum.String()
	fmt.Println(len(s), s[:40], s[len(s)-40:])
	tight := new(big.Int).Lsh(big.NewInt(1), 20000) // quotients of all ones
	for _, d := range []int64{1, 2, 3} {
		v := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 13000), big.NewInt(d))
		q, m := new(big.Int).QuoRem(tight, v, new(big.Int))
		fmt.Println(q.BitLen(), m.BitLen(), q.Mul(q, v).Add(q, m).Cmp(tight))
	}

	a, b := num("-123456789012345678901234567890"), num("0xdeadbeefcafebabe1234567890")
	z := func() *big.Int { return new(big.Int) }
	fmt.Println(z().Add(a, b), z().Sub(a, b), z().Mul(a, b), z().Quo(a, num("77")), z().Rem(a, num("77")), z().Div(a, num("77")), z().Mod(a, num("77")))
	fmt.Println(z().And(a, b), z().Or(a, b), z().Xor(a, b), z().AndNot(a, b), z().Not(a), z().Rsh(a, 5), z().Lsh(a, 5), a.Bit(3), z().SetBit(a, 200, 1))
	fmt.Println(a.Cmp(b), a.CmpAbs(b), a.Sign(), a.BitLen(), b.TrailingZeroBits(), a.IsInt64(), big.NewInt(math.MinInt64).IsInt64(), b.Uint64(), a.Bytes()[:4])
	x, y := z(), z()
	fmt.Println(z().GCD(x, y, num("-1071"), num("462")), x, y, z().ModInverse(big.NewInt(3), big.NewInt(11)), z().ModInverse(big.NewInt(2), big.NewInt(4)))
	fmt.Println(z().Exp(big.NewInt(7), num("123456789"), num("1000000007")), z().Exp(a, big.NewInt(3), b), z().Exp(big.NewInt(3), big.NewInt(-2), big.NewInt(10)), z().Exp(big.NewInt(2), big.NewInt(100), nil))
	fmt.Println(z().Sqrt(num("152399025")), z().Sqrt(z().Mul(b, b)).Cmp(b), z().ModSqrt(big.NewInt(5), big.NewInt(41)), z().ModSqrt(big.NewInt(10), big.NewInt(13)), big.Jacobi(big.NewInt(2), big.NewInt(15)))
	fmt.Println(z().Binomial(100, 50), z().MulRange(-5, -3), z().MulRange(10, 20))
	for _, p := range []string{"2", "561", "1000000007", "18446744073709551557", "170141183460469231731687303715884105727", "170141183460469231731687303715884105729", "3825123056546413051"} {
		fmt.Print(num(p).ProbablyPrime(10), " ")
	}
	fmt.Printf("\n%d|%x|%#X|%o|%b|%+d|%40d|%-40d|%040d|%.35d|%s|%v|%q\n", a, a, b, b, big.NewInt(-5), b, a, a, a, a, a, a, a)
	f, acc := a.Float64()
	fmt.Println(f, acc)
	for _, s := range []string{"", "1_000", "0b101", "0o17", "017", "0x_ff", "1__0", "_1", "12a", "-0", "+7"} {
		n, ok := z().SetString(s, 0)
		fmt.Print(s, "=", n, " ", ok, "; ")
	}
	var scanned big.Int
	fmt.Sscan(" -98765432109876543210 ", &scanned)
	data, _ := json.Marshal(map[string]*big.Int{"n": &scanned})
	fmt.Println(scanned.String(), string(data), z().FillBytes(make([]byte, 3)))
	q, m := z().Divide(big.NewInt(-7), big.NewInt(2), z(), big.Round)
	fmt.Println(q, m)
	func() {
		defer func() { fmt.Println(recover()) }()
		z().Quo(a, z())
	}()
}

func rationals() {
	h := big.NewRat(0, 1)
	for i := int64(1); i <= 30; i++ {
		h.Add(h, big.NewRat(1, i))
	}
	fmt.Println(h, h.FloatString(20), h.RatString())
	for _, s := range []string{"1/3", "-3.125e2", "0x1p-3", "1e-5", "2/0", "a", "4/-6", "1_0/2"} {
		r, ok := new(big.Rat).SetString(s)
		if ok {
			f, exact := r.Float64()
			n, e := r.FloatPrec()
			fmt.Println(r, f, exact, n, e, r.FloatString(3))
		} else {
			fmt.Println(s, r, ok)
		}
	}
	a, b := big.NewRat(-7, 3), big.NewRat(5, 6)
	z := func() *big.Rat { return new(big.Rat) }
	fmt.Println(z().Add(a, b), z().Sub(a, b), z().Mul(a, b), z().Quo(a, b), z().Inv(a), z().Neg(a), z().Abs(a), a.Cmp(b), a.Sign(), a.Num(), a.Denom(), z().SetFloat64(0.1))
	f32, exact := big.NewRat(1, 3).Float32()
	fmt.Println(f32, exact, z().IsInt(), z())
}

func floats() {
	sqrt2 := new(big.Float).SetPrec(300).Sqrt(big.NewFloat(2))
	fmt.Println(sqrt2.Text('f', 80), sqrt2.Prec(), sqrt2.Mode(), sqrt2.Acc())
	a, b := big.NewFloat(1.5), new(big.Float).SetPrec(100).SetInt64(-3)
	z := func() *big.Float { return new(big.Float) }
	fmt.Println(z().Add(a, b), z().Sub(a, b), z().Mul(a, b), z().Quo(a, b), a.Cmp(b), z().Neg(a), z().Abs(b), b.Sign(), a.IsInt(), b.MinPrec())
	for _, s := range []string{"3.14159265358979323846264338327950288", "1e1000", "-1e-1000", "0x1.8p10", "Inf", "-0", "1e", "0b1.1p1", "1_2.5"} {
		f, base, err := big.ParseFloat(s, 0, 120, big.ToNearestEven)
		if err != nil {
			fmt.Println(s, err)
			continue
		}
		g, acc := f.Float64()
		fmt.Println(base, f, f.Text('g', -1), f.Text('e', 10), f.Text('p', 0), f.Text('x', -1), f.Text('b', 0), g, acc)
	}
	for _, mode := range []big.RoundingMode{big.ToNearestEven, big.ToNearestAway, big.ToZero, big.AwayFromZero, big.ToNegativeInf, big.ToPositiveInf} {
		f := new(big.Float).SetPrec(3).SetMode(mode)
		fmt.Print(mode, " ", f.SetFloat64(2.75), f.Acc(), " ", f.SetFloat64(-2.25), f.Acc(), " ", f.Quo(big.NewFloat(1), big.NewFloat(3)), f.Acc(), "; ")
	}
	fmt.Println()
	x := big.NewFloat(1234567.890625)
	fmt.Printf("%g|%10.3f|%-14.2e|%+.1f|%014.2f|%v|%s|%x|%G\n", x, x, x, x, x, x, x, x, big.NewFloat(1e-20))
	i, acc := x.Int(nil)
	i64, acc64 := big.NewFloat(-1e30).Int64()
	r, _ := big.NewFloat(0.75).Rat(nil)
	mant := new(big.Float)
	exp := x.MantExp(mant)
	fmt.Println(i, acc, i64, acc64, r, mant, exp, new(big.Float).SetMantExp(mant, 3))
	f32, acc := new(big.Float).SetMantExp(big.NewFloat(1), -149).Float32()
	fmt.Println(f32, acc)
	fmt.Println(strings.TrimRight(new(big.Float).SetPrec(200).SetRat(big.NewRat(1, 7)).Text('f', 50), "0"))
	func() {
		defer func() { fmt.Println(recover()) }()
		z().Sub(z().SetInf(false), z().SetInf(false))
	}()
}

func main() {
	integers()
	rationals()
	floats()
}
