package main

import (
	"fmt"
	"runtime"
)

func main() {
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() { fmt.Println("recovered", recover()) }()
		defer func() { panic("in defer") }()
		runtime.Goexit()
	}()
	<-done
	func() {
		defer func() {
			fmt.Println(recover())
			fmt.Println(recover())
		}()
		panic(fmt.Errorf("wrapped %w", fmt.Errorf("inner")))
	}()
	var arr [3]int
	idx := 3
	arr[idx%4]++
}
