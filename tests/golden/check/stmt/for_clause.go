package p

func f() {
	for i := 0; i < "a"; i++ {
	}
	for i := 0; i; i++ {
	}
	for i := 0; i < 10; i {
	}
	for i, j := 0; i < j; i, j = i+1 {
	}
	for ; ; x++ {
	}
	for i := "a"; i < 1; {
	}
}
