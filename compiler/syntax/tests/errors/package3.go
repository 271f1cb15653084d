package main foo

func main() { x y }
