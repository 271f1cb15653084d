package main

import _ "embed"

//go:embed nothing.txt
var a string

func main() { println(a) }
