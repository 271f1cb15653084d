package p

func v(a ...int) {}
func w(a string, b ...string) {}
func ret() (...int) { return nil }
func f(s []int, ss []string, i int, arr [3]int) {
	v(s...)
	v(1, s...)
	v(s)
	v(arr...)
	v(arr[:]...)
	v(i...)
	v(nil...)
	v(nil)
	v("a")
	v(1, "a")
	v(ss...)
	w()
	w("a", ss...)
	w(ss...)
	w("a", "b", ss...)
	_ = append(s, s)
	_ = append(s, s...)
	_ = append(s, 1, s...)
	_ = append(s...)
	_ = append(s, ss...)
	_ = append([]byte{}, "abc"...)
	_ = append([]byte{}, "abc")
	_ = append(1, 2)
	_ = append()
	_ = append(nil, 1)
	_ = len(s...)
	_ = int(s...)
	append(s, 1)
	func(a ...int) {}(ss...)
	_ = [...]int{1}
	var a [...]int
	var b = [...]int
	defer v(s...)
	go v(ss...)
}
