package p

func f(i int, s string, b bool, x float64, p *int, c chan int, u uint) {
	_ = -s
	_ = !i
	_ = ^x
	_ = ^b
	_ = +s
	_ = *i
	_ = &1
	_ = &f()
	_ = *nil
	_ = <-i
	_ = -u
	_ = ^-1
	_ = &"a"
	_ = **p
	_ = &i
	_ = &&i
	_ = !!b
	_ = &[]int{1}
	_ = &s[0]
	_ = &f
	_ = *f
	_ = ~i
}
