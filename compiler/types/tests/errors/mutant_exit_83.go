package main

import (
	"fmt"
	"os"
)

func main() {
	defer fmtx.Println("not run")
	fmt.Println("leaving")
	os.Exit(3)
}
