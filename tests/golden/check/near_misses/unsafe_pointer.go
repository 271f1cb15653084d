package main

import "unsafe"

func main() { :=  panic(unsafe.Pointer(( 1 )) }
