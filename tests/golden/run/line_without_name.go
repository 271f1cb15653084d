package main

import (
	"fmt"
	"runtime"
)

func check() {
	_, file, line, _ := runtime.Caller(1)
	fmt.Println(file, line)
}

func main() {
//line :1
	check()
//line /a/b.go:11:22
	check()
//line :12:22
	check()
/*line :1*/ check()
}
