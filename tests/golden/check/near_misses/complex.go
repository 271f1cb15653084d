package main

func main() { panic( const 3 + 4i) range  } import 
