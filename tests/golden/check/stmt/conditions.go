package p

func f(i int, s string, p *int, e error) {
	if i {
	}
	if s {
	}
	if p {
	}
	for i {
	}
	if !i {
	}
	if i && true {
	}
	if e {
	}
	for ; s; {
	}
	if 1 {
	}
	if nil {
	}
	if f {
	}
}
