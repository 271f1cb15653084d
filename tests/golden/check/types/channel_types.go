package p

var b chan<- int
var c <-chan int
var d chan int = make(chan string)
var e chan int = b
var f chan int = c
var g <-chan int = d
var h chan<- string = d
var i = <-b
func j() {
	c <- 1
	b <- "a"
	d <- 1.5
	x, ok := <-d, 1
	var s string = <-c
	close(c)
	for x := range b {
	}
	_ = cap(b) + "a"
	_ = b == c
	_ = d == c
}
