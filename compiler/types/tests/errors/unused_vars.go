package p

func g(a int, b string) (c int) {
	var x int
	y := 1
	var z, w = 1, 2
	_ = w
	var u int
	u = 5
	for i := 0; i < 10; i++ {
		v := i
	}
	for k, v := range []int{} {
	}
	for k := range []int{} {
		_ = k
	}
	func() {
		inner := 1
	}()
	fn := func() {}
	switch t := any(a).(type) {
	case int:
	}
	switch t := any(a).(type) {
	case int:
		_ = t
	case string:
	}
	if q := 1; true {
	}
	var p *int
	*p = 1
	var s []int
	s[0] = 1
	var m map[int]int
	m[1] = 2
	var st struct{ f int }
	st.f = 1
	const unusedConst = 1
	type unusedType int
	r := 1
	r++
	o := 1
	o += 2
	n, err := 1, 2
	var captured int
	func() { captured = 1 }()
	var closure int
	_ = func() int { return closure }
	return 0
}
