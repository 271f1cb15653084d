package p

type S []int

func g(s []int, bs []byte, str string, i int, m S) {
	_ = append(s, 1)
	_ = append(s, "a")
	_ = append(s, s...)
	_ = append(s, s)
	_ = append(s, str...)
	_ = append(bs, str...)
	_ = append(bs, "abc"...)
	_ = append(bs, 'a')
	_ = append(bs, 300)
	_ = append(i, 1)
	_ = append(nil, 1)
	_ = append()
	_ = append(s)
	_ = append(s, 1, 2.5)
	_ = append(m, s...)
	_ = append(s, nil)
	_ = append(s, 1, s...)
	append(s, 1)
	s = append(m, 1)
	_ = append([]string{}, s...)
	_ = append(str, 'a')
	_ = append
	defer append(s, 1)
	go append(s, 1)
}
