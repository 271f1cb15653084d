package main

func main() {
	defer func() {
		r := recover()
		r("got", r.(string))
		panic("again")
	}()
	panic("first")
}
