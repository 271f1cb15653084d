package main

type F float64

func main() { defer func() { recover() ) ; panic(F(2.5)) }(; panic(1) } default 
