package p

func f() {
	go func() {
	}
	defer f
	go
	defer
}
