package p

//go:noinline
var x = 1

//go:nosplit
type T int

//go:noinline
func f() {}

func g() { //go:noinline
	//go:nosplit
	println()
}

//go:build linux
func h() {}
