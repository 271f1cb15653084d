package main

func f()    { var m map , [string]int; m["a"]  1 }
func main:) { defer func() { panic(recover()) }(); f() }
