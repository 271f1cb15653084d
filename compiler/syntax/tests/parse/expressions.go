package expressions

var (
	a = 1 + 2*3 - 4/5%6&7&^8<<9>>10
	b = 1+2 == 3 && 4 < 5 || !x && y != z
	c = a | b ^ c + d
	d = -1 + +2 ^ ^3
	e = &x
	f = *p + *q
	g = <-ch
	h = -<-ch
	i = (1 + 2) * 3
	j = x.y.z
	k = x[1][2]
	l = x[:] 
	m = x[1:]
	n = x[:2]
	o = x[1:2]
	p = x[1:2:3]
	q = x[:2:3]
	r = x.(int)
	s = x.(*p.T)
	t = f()
	u = f(1, "a", 'b', 2.5, 3i)
	v = f(x...)
	w = f(1, x...,)
	x = []byte("abc")
	y = (*T)(p)
	z = (func())(f)
	aa = func() int (x)
	ab = chan int(x)
	ac = <-chan int(x)
	ad = (<-chan int)(x)
	ae = interface{ M() }.M
	af = T.Method
	ag = (*T).Method
	ah = make(chan int, 1)
	ai = new([3]int)
	aj = map[string]int(nil)
	ak = func(a int) int { return a }(1)
	al = f(func() {}, []int, struct{}{}, map[int]int{})
	am = struct{ a int }{1}
	an = x /* c */ . /* d */ y
	ao = f(
		1,
		2,
	)
	ap = a < b && c > (d)
	aq = []func(){f, func() {}}
	ar = *x.y
	as = &x[1]
	at = !f()
	au = x.(interface{ M() }).M()
	av = [...]string{2: "a", "b"}
	aw = "a" + `b
c`
	ax = ^uint(0)
	ay = a&&!b
	az = x - -y
)
