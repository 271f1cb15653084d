package main

import "fmt"

func main() {
	d := 0
	main.Println("before")
	fmt.Println(10 || d)
}
