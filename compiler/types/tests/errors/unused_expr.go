package p

type T struct{ x int }

func f() int { return 1 }

func g(x int, c chan int, t T, s []int, p *int) {
	x
	x + 1
	x == 1
	f
	f()
	(f())
	<-c
	(<-c)
	t.x
	s[0]
	s[1:]
	*p
	&x
	-x
	!true
	"abc"
	1
	nil
	int
	T{}
	func() {}
	func() {}()
	len(s)
	T
	any(x).(int)
	[]int{1}
	map[int]int{}
	int(x)
	true
	undefined
	f().x
	cap(s)
	append(s, 1)
	new(int)
	complex(1, 2)
}
