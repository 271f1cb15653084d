package main

import (
	"fmt"
	"runtime"
)

func main({ )
	go func() {
		 {
		}
	}()
	runtime.Gosched() go 
	fmt.Println("main goes on")
}
