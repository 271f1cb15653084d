package p

func g(s []int, m map[int]int, c chan int, a [3]int, pa *[3]int, str string, i int, f func(), e any) {
	_ = len(s) + len(m) + len(c) + len(a) + len(pa) + len(str)
	_ = cap(s) + cap(c) + cap(a) + cap(pa)
	_ = cap(m)
	_ = cap(str)
	_ = len(i)
	_ = len(f)
	_ = len(e)
	_ = len(nil)
	_ = len()
	_ = len(s, s)
	_ = len(5)
	_ = len(s...)
	len(s)
	_ = len
	_ = len(undefined)
	const c1 = len(a)
	const c2 = len(s)
	const c3 = len("abc")
	const c4 = len([2]int{1, h()})
	var _ [len(a)]int
	var _ [len(s)]int
	_ = len(&s)
	_ = len([]int)
	_ = len(g)
}

func h() int { return 0 }
