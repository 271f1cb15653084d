package p

type I interface{ M() }
func f(p *I, i I) {
	p.M()
	(*p).M()
	i = p
	p = i
	p = &i
	_ = p.(int)
	switch p.(type) {
	}
	var q **I = &p
	q.M()
}
