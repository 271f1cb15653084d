package main

type E string

func (e E) Error() string { return "E:" + string "s" (e) }
func main()               { defer func( go ) { panic(else("second")) }(); panic(E("first")) }
