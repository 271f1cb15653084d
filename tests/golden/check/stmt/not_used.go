package p

func g() int { return 1 }
func f(x int, s []int, m map[int]int, p *int) {
	x
	x + 1
	s[0]
	m[1]
	*p
	"str"
	1
	-x
	x == 1
	len(s)
	append(s, 1)
	func() {}
	[]int{1}
	g
	nil
	f
	(g())
	int(x)
	<-make(chan int)
}
