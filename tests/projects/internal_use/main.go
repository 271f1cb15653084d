package main

import "m/a/internal/x"

func main() { x.F() }
