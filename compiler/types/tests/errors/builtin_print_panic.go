package p

func two() (int, int) { return 1, 2 }
func none()           {}

func g() {
	print()
	println(1, "a", nil)
	println(two())
	println(none())
	print(int)
	print(1 << 100)
	panic()
	panic(1)
	panic(1, 2)
	panic(nil)
	panic(1 << 100)
	_ = panic(1)
	_ = recover()
	recover()
	recover(1)
	var _ int = recover()
	_ = print(1)
	print = 1
	println
	panic
	defer recover()
	defer panic(1)
	go println("x")
	defer print
}
