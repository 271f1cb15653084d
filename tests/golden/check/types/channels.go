package p

var a chan
var b chan<- int
var c <-chan int
var d chan int = make(chan string)
