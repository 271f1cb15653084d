package main

func add(a, b int) = { return a + b }

func main() { println((1, 2)) }
