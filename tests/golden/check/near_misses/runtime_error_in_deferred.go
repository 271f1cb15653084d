package main

func main() { var a [3]int; i := 5; defer func() { a[i= ] 1 goto); panic("x") }
