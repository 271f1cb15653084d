package main

import (
	"crypto/sha256"
	"fmt"
	"math/big"
)

// Numbers of many sizes, with words that are all ones or zeros here and there, through every operation; hashes of the results are printed.

var state uint64 = 1

func word() uint64 {
	state ^= state << 13
	state ^= state >> 7
	state ^= state << 17
	switch state >> 59 {
	case 0, 1, 2:
		return 0
	case 3, 4, 5:
		return ^uint64(0)
	case 6:
		return 1 << 63
	}
	return state
}

func number(words int) *big.Int {
	b := make([]big.Word, words)
	for i := range b {
		b[i] = big.Word(word())
	}
	if words > 0 && b[words-1] == 0 {
		b[words-1] = 1
	}
	return new(big.Int).SetBits(b)
}

func main() {
	sizes := []int{0, 1, 2, 3, 7, 8, 9, 10, 31, 39, 40, 41, 79, 81, 99, 100, 101, 150, 203, 330}
	for _, n := range sizes {
		sum := sha256.New()
		put := func(x *big.Int) { sum.Write(x.Bytes()); sum.Write([]byte{byte(x.Sign()), ','}) }
		for _, m := range sizes {
			for range 3 {
				x, y := number(n), number(m)
				add := new(big.Int).Add(x, y)
				sub := new(big.Int).Sub(x, y)
				mul := new(big.Int).Mul(x, y)
				put(add)
				put(sub)
				put(mul)
				put(new(big.Int).Mul(x, x))
				if square := new(big.Int).Mul(x, x); square.Cmp(new(big.Int).Mul(x, new(big.Int).Set(x))) != 0 {
					fmt.Println("square differs from product", n)
				}
				put(x.Sub(x, big.NewInt(int64(word()>>33))))
				if y.Sign() != 0 {
					q, r := new(big.Int).QuoRem(mul, y, new(big.Int))
					put(q)
					put(r)
					q, r = new(big.Int).DivMod(sub, y, new(big.Int))
					put(q)
					put(r)
					back := new(big.Int).Mul(q, y)
					if back.Add(back, r).Cmp(sub) != 0 {
						fmt.Println("quotient is wrong", n, m)
					}
				}
			}
		}
		x := number(n)
		text := x.Text(10)
		back, _ := new(big.Int).SetString(text, 10)
		put(x)
		fmt.Printf("%d %x %d %d %v\n", n, sum.Sum(nil)[:8], len(text), len(x.Text(7)), back.Cmp(x) == 0)
	}
	for _, n := range []int{1, 2, 3, 9, 40, 300} {
		m := number(n)
		m.SetBit(m, 0, 1)
		x, y := number(n+1), number(min(n, 3))
		odd := new(big.Int).Exp(x, y, m)
		even := new(big.Int).Exp(x, y, m.Lsh(m, 1))
		fmt.Printf("exp %d %x\n", n, sha256.Sum256(append(odd.Bytes(), even.Bytes()...)))
	}
	// Long operands against short ones: pieces of work.
	x, y := number(9000), number(20)
	fmt.Printf("%x\n", sha256.Sum256(new(big.Int).Mul(x, y).Bytes()))
	q, r := new(big.Int).QuoRem(x, y, new(big.Int))
	fmt.Printf("%x %x\n", sha256.Sum256(q.Bytes()), r.Bytes()[:8])
	x.Add(x, big.NewInt(0)).Neg(x).Add(x, big.NewInt(-5))
	fmt.Println(x.BitLen(), x.Sign(), big.NewInt(0), big.NewInt(-1<<63), big.NewInt(1<<63-1))
}
