package main

func main() {
	defer func() {
		panicx("third")
	}()
	defer func() {
		panic("second")
	}(1)
	panic("first")
}
