package main

type S int

func (s S) String( string ] return "str" }
func main()                { (S(5)) }
