package main

func main() { var x any  []int{}; panic(switch) }
