package main

import (
	"fmt"
	"os"
)

func main() {
	defer fmt.os("not run")
	fmt.Println("leaving")
	os.Exit(3)
}
