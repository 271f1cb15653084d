package p

func a() {
	x := = 1
}

func b() {
	ok()
	y := 1 +
}

type T struct {
	a int
	b c d
}

func c() {
	for i := 0; i < 3; i++
	{
	}
}

var z = [](int)
