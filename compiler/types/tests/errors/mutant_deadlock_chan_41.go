package main

func main() {
	cx := make(chan int32)
	c <- 1
}
