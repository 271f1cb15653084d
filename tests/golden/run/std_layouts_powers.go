package main

import (
	"fmt"
	"math/big"
	"time"
)

func main() {
	t := time.Date(2024, 2, 3, 16, 5, 6, 78900, time.FixedZone("XYZ", -3*3600-1800))
	for _, l := range []string{time.Layout, time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC822Z, time.RFC850, time.RFC1123, time.RFC1123Z, time.RFC3339, time.RFC3339Nano, time.Kitchen, time.Stamp, time.StampMicro, time.DateTime,
		"__2 002 _2006 _2 3 4 5 pm PM .000 ,999 Z0700 Z07:00:00 -07 15h 1/2 xJany Monda 06 ~{|}"} {
		s := t.Format(l)
		u, err := time.Parse(l, s)
		fmt.Println(s, u, err)
	}
	for _, m := range []int64{1, 2, 3, 10, 1000000007, 1 << 62, 1<<63 - 1, 1<<63 - 25} {
		for _, x := range []int64{0, 1, 2, 7, -3, 1<<63 - 1} {
			y := new(big.Int).Lsh(big.NewInt(m-1), 100)
			fmt.Print(new(big.Int).Exp(big.NewInt(x), y, big.NewInt(m)), new(big.Int).Exp(big.NewInt(x), big.NewInt(5), big.NewInt(m)), " ")
		}
	}
	y := new(big.Int).Exp(big.NewInt(7), big.NewInt(9000), nil)
	fmt.Println(new(big.Int).Exp(big.NewInt(3), y, big.NewInt(1000000007)), new(big.Int).Exp(big.NewInt(3), y, big.NewInt(1000000006)), new(big.Int).Exp(big.NewInt(3), y, new(big.Int).SetUint64(1<<64-59)))
	m := new(big.Int).Lsh(big.NewInt(1), 300*64)
	m.Sub(m, big.NewInt(12345))
	fmt.Println(new(big.Int).Exp(y, big.NewInt(77), m).BitLen(), new(big.Int).Rem(new(big.Int).Exp(y, big.NewInt(77), m), big.NewInt(1000003)))
}
