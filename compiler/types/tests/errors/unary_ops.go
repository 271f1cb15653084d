package p

type T struct{}

func f() int { return 0 }

func g(s string, b bool, i int, fl float64, p *int, t T, c chan int, so chan<- int) {
	_ = -s
	_ = +b
	_ = !i
	_ = ^fl
	_ = ^b
	_ = *i
	_ = *t
	_ = *nil
	_ = &1
	_ = &f()
	_ = &i
	_ = &T{}
	_ = &"x"
	_ = <-i
	_ = <-so
	_ = <-c
	_ = ~i
	_ = ~s
	_ = **p
	_ = *f
	_ = &(T{})
	_ = &g
	_ = -t
	_ = -nil
}
