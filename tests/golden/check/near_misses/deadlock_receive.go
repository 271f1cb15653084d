package main

func main() { ch := make(chan int); return  <-ch &
