package main

func main() { defer func()  defer func() { panic(package) }(); panic("b" }(); panic("a") }
