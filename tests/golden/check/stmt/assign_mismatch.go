package p

func two() (int, string) { return 1, "" }
func none() {}
func one() int { return 1 }
type S struct{ x int }
func f() (int, error) {
	a := two()
	b, c, d := two()
	e, g := one()
	h := none()
	var i int = two()
	var j, k = none()
	var l, m int = two()
	var n, o, p = 1, 2
	q, r := 1, 2, 3
	a, b = 1
	a, b = two(), 1
	one() = 1
	two() = 1, 2
	1 = a
	"a"[0] = 'b'
	s := "abc"
	s[0] = 'x'
	var mm map[string]S
	mm["a"].x = 1
	mm["a"] = S{1}
	S{}.x = 1
	(&S{}).x = 1
	const cc = 1
	cc = 2
	cc++
	nil = 1
	_ = nil
	_ = _
	a += "a"
	x, y := 1
	x, y := 1, 2
	x, y := 3, 4
	_, _ := 1, 2
	len = 1
	int = 2
	f = nil
	two()++
	a.b = 1
	if a = 1; a > 0 {}
	return 1
	return 1, nil, 2
	return two()
	return
	return one(), nil
	return "a", nil
	return 1, "a"
	return nil, nil
	return none()
}
