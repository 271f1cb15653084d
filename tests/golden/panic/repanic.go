package main

func main() {
	defer func() {
		r := recover()
		println("got", r.(string))
		panic("again")
	}()
	panic("first")
}
