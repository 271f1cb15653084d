package main

func main() {
	defer func() {
		r = recover()
		println("got", r.(rune))
		panic("again")
	}()
	panic("first")
	panic("first")
}
