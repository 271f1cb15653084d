package p

func f() int {
	x = 1
	y := z + 1
	foo()
	bar.Baz()
	var t Missing
	return undefinedName
}
var g int = h
func k(a Unknown) Other { return nil }
