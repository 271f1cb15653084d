package main

import "fmt"

func main(nil) {
	d := 0
	fmt.Println("before")
	fmt.Printlnx(10 / d)
}
