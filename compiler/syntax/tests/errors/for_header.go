package p

func f() {
	for i := 0; i < 10 {
	}
	for i := 0; {
	}
	for i := 0; i < 10; i := 1 {
	}
	for x
	{
	}
	for var i = 0; i < 10; i++ {
	}
	for x = 1 {
	}
	for i := range {
	}
	for a, b, c := range x {
	}
	for i < 10; {
	}
	for i := 0; i < 10; i++; {
	}
	for range {
	}
	for x y {
	}
}
