package p

func f() {
	for i := 0; i < 10 {
	}
	for i := 0 {
	}
	for var i = 0; i < 10; i++ {
	}
}
