package p

func f() {
	x := 1
	var y int
	var a, b = 1, 2
	_ = b
	for i := range 3 {
	}
	for i, v := range []int{} {
	}
	if z := 1; true {
	}
	switch w := 1; {
	}
	func() {
		q := 1
	}()
	x = 2
}
