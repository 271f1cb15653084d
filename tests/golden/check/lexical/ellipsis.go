package p

func f(a ...int, b int) {}
func g(a int...) {}
func h() { f(a...b) }
