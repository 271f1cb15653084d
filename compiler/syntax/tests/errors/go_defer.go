package p

func f() {
	go
	defer
	go (f())
	defer (f)()
	go x = 1
	defer func() {}
}
