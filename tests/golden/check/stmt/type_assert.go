package p

type I interface{ M() }
type T struct{}
func f(i I, n int, a any, e error) {
	_ = n.(int)
	_ = i.(T)
	_ = a.(T)
	_ = a.(Missing)
	_, ok := a.(int), 1
	x, y, z := a.(int)
	var s string = a.(int)
	_ = e.(*T)
	_ = i.(interface{ M(int) })
	_ = a.(1)
	_ = "s".(string)
	_ = nil.(int)
}
