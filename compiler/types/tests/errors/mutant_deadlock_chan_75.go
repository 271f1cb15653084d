package main

func main() {
	c := make(chan int)
	cx <- 1
}
