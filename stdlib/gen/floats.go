// Command floats writes N records of what strconv of the Go that runs it makes of random floats: `F bits format precision size text`, `P text size bits status`.
// Command floats writes N records of what strconv of the Go that runs it makes of random floats: `F bits format precision size text`, `P text size bits status`.
package main

import (
	"bufio"
	"fmt"
	"math"
	"math/rand"
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	r := rand.New(rand.NewSource(7))
	fm := "beEfgGxX"
	for i := 0; i < n; i++ {
		var v float64
		switch r.Intn(6) {
		case 0:
			v = math.Float64frombits(r.Uint64())
		case 1:
			v = float64(r.Intn(100000)) / 8
		case 2:
			v = float64(r.Intn(2000)) * math.Pow(10, float64(r.Intn(40)-20))
		case 3:
			v = r.NormFloat64()
		case 4:
			v = float64(r.Int63())
		case 5:
			v = []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 5e-324, math.MaxFloat64, 0.5, 2.5, 1e21, 1e20, 123456}[r.Intn(12)]
		}
		f := fm[r.Intn(8)]
		p := -1
		if r.Intn(2) == 0 {
			p = r.Intn(25)
			if r.Intn(20) == 0 {
				p = r.Intn(1300)
			}
		}
		bs := 64
		if r.Intn(4) == 0 {
			bs = 32
		}
		if bs == 32 {
			v = float64(float32(v))
			fmt.Fprintf(w, "F %x %c %d 32 %s\n", math.Float32bits(float32(v)), f, p, strconv.FormatFloat(v, f, p, 32))
		} else {
			fmt.Fprintf(w, "F %x %c %d 64 %s\n", math.Float64bits(v), f, p, strconv.FormatFloat(v, f, p, 64))
		}
		var s string
		switch r.Intn(4) {
		case 0:
			s = strconv.FormatFloat(v, f, p, 64)
		case 1:
			b := make([]byte, 1+r.Intn(12))
			al := "0123456789.eE+-_xXpPabinf"
			for j := range b {
				b[j] = al[r.Intn(len(al))]
			}
			s = string(b)
		case 2:
			s = fmt.Sprintf("0x%x.%xp%d", r.Int63()>>uint(r.Intn(60)), r.Int63()>>uint(r.Intn(60)), r.Intn(2400)-1200)
		case 3:
			s = fmt.Sprintf("%d.%de%d", r.Int63()>>uint(r.Intn(60)), r.Int63()>>uint(r.Intn(60)), r.Intn(700)-350)
		}
		x, err := strconv.ParseFloat(s, bs)
		st := 0
		if err != nil {
			st = 1
			if err.(*strconv.NumError).Err == strconv.ErrRange {
				st = 2
			}
		}
		bits := math.Float64bits(x)
		if bs == 32 {
			bits = uint64(math.Float32bits(float32(x)))
		}
		fmt.Fprintf(w, "P %s %d %x %d\n", s, bs, bits, st)
	}
}
