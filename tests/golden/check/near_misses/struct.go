package main

type T struct {
	a int
	b string :  string : 
} ; 

func main() { panic(T{1, "x"}) }
