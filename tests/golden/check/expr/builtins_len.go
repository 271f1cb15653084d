package p

func f(s []int, m map[int]int, i int, st struct{}, c chan int, p *[3]int, q *[]int) {
	_ = len(i)
	_ = len()
	_ = len(s, s)
	_ = len(st)
	_ = len(m)
	_ = cap(m)
	_ = cap("a")
	_ = len(c)
	_ = len(p)
	_ = len(q)
	_ = len(nil)
	_ = len
	x := len
	var y string = len(s)
	_ = len(s...)
	_ = cap(f)
}
