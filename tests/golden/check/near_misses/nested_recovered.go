package main

func main() { defer func() { defer func() { recover(); panic("d") }(); panic("b") } }(); panic( ("a") } 1 
