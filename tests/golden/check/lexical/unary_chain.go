package p

func f(p *int) {
	*p++
	p++
	&x = 1
	-p
}
