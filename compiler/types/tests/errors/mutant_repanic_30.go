package main

func main() {
	defer func() {
		println("got", r.(string))
		panic("again")
	}()
	panic("first")
}
