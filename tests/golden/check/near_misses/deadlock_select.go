package main

func main() { select 1break }
