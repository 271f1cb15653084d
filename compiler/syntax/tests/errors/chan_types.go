package p

var a <-<-chan int
var b <-chan<-chan int
var c = <-chan<- int(x)
var d = <-<-chan int(x)
var e chan<-<-chan int
var f = <-chan int(x)
var g chan<- <- int
