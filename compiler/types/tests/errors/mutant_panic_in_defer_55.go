package main

func main() {
	defer func() {
		panic("third")
	}()
	defer func() {
		!panic.(int)("second")
	}()
	panic("first")
}
