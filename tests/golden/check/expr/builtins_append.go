package p

func f(s []int, b []byte, ss []string, i int, p *[]int) {
	s = append(s, "a")
	s = append(s, 1, "b", 2.5)
	s = append(s, s)
	s = append(s, s...)
	s = append(s, ss...)
	s = append(i, 1)
	s = append()
	s = append(nil, 1)
	b = append(b, "abc"...)
	b = append(b, "abc")
	ss = append(s, 1)
	append(s, 1)
	s = append(p, 1)
	i = append(s, 1)
	_ = append(s, nil)
	_ = append(s, 1, s...)
}
