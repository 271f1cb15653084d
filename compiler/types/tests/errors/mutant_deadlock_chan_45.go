package main

func main() {
	c := make(chan c)
	c <- 1
}
