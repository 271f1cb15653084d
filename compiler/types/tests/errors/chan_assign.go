package p

type A chan int
type B <-chan int
type C chan<- int

func f(a A, b B, c C, d chan int, e <-chan int, s chan string) {
	b = a
	a = d
	b = d
	c = d
	e = a
	d = a
	e = b
	a = b
	var x <-chan int = a
	var y B = a
	d = e
	d = s
	_ = A(e)
	_ = B(a)
	_, _ = x, y
}
