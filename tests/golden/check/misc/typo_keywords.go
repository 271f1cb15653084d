package main

import "fmt"

func main() {
	fro i := 0; i < 3; i++ {
		fmt.Println(i)
	}
	retrun
	swich x {
	}
}
