package p

func g() int { return 1 }
type T struct{}
func (T) m() {}
func f(s []int, m map[int]int, c chan int, p *int) {
	defer g()
	go func() {}()
	defer len(s)
	defer append(s, 1)
	defer cap(s)
	defer make([]int, 1)
	defer new(int)
	defer panic(1)
	defer print(1)
	defer recover()
	defer close(c)
	defer delete(m, 1)
	defer copy(s, s)
	defer int(1)
	defer string("a")
	go (g)()
	defer T{}.m()
	go x()
	defer complex(1, 2)
	defer clear(m)
	defer min(1, 2)
	defer real(1i)
	g
	g()
	g() + 1
	len(s)
	append(s, 1)
	copy(s, s)
	<-c
	c
	-1
	1
	"a"
	s[0]
	*p
	&p
	p == nil
	T{}
	T{}.m
	func() {}
	func() {}()
	int(1)
	(<-c)
	(g())
	recover()
	new(int)
	make([]int, 1)
	complex(1, 2)
	nil
	true
	T
	[]int{1}
	p.x
	s[:]
	any(1).(int)
	min(1, 2)
	clear(s)
	max("a")
}
