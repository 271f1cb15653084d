package main

import "fmt"

func main() {
	d := 0
	fmt.Println("before")
	fmt.Println(nil / d)
}
