package main

import "m/a"

func main() { a.A() }
