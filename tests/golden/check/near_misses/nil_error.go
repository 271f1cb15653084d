package main

func main() { var e error e) }
