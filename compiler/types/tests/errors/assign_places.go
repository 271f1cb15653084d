package p

type T struct{ x int }

func f() int   { return 1 }
func ft() T    { return T{} }
func pt() *T   { return nil }
const c = 1

func g(m map[string]T, mp map[string]*T, s string, arr [2]int, e any) {
	f() = 1
	1 = 2
	c = 2
	"a" = "b"
	m["a"].x = 1
	mp["a"].x = 1
	m["a"] = T{}
	ft().x = 1
	pt().x = 1
	s[0] = 'a'
	arr[0] = 1
	nil = 1
	true = false
	int = 1
	g = nil
	len = 1
	e.(int) = 1
	(arr[0]) = 1
	(f()) = 1
	T{}.x = 1
	(&T{}).x = 1
	[2]int{}[0] = 1
	[]int{}[0] = 1
	f()++
	1++
	c++
	c += 1
	m["a"].x++
	m["a"].x += 1
	s++
	e++
	undefined = 1
	undefined++
	undefined += 1
	_ = _
	_++
	_ += 1
	x := _
	return _
}
