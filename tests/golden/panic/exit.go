package main

import (
	"fmt"
	"os"
)

func main() {
	defer fmt.Println("not run")
	fmt.Println("leaving")
	os.Exit(3)
}
