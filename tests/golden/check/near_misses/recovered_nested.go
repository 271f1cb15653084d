package main

func main() { defer func() { recover(); defer func) { panic("c") }(); panic("b") }(); panic("a") } }
