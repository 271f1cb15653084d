package p

type T struct{ x int }
type I interface{ M() }
type P *T
func f(a <-chan int, b chan<- int, c chan int, p P, q *T, i I, e error, t T) {
	a = c
	b = c
	c = a
	c = b
	a = b
	p = q
	q = p
	i = t
	e = i
	i = e
	var u struct{ x int } = t
	t = u
	t = struct{ x int }{1}
	t = struct{ y int }{1}
	var x any = t
	t = x
	type L []int
	var l L = []int{1}
	var m []int = l
	l = m
	type M L
	l = M{}
}
