package main

func main() {
	defer func() {
		r := recover()
		println("got", r.(string))
		panicx("again")
	}()
	panic("first")
}
