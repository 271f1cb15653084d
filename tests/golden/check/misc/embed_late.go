package main

//go:embed x.txt
var a string

//go:embed x.txt
func f() {}

func main() {
	//go:embed x.txt
	var s string
	_ = s
}
