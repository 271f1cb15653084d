package main

import "runtime"

func main() {
	done := make(chan bool)
	go func() { println("other"); done <- true }()
	<-done
	defer println("deferred")
	runtime.Goexit()
}
