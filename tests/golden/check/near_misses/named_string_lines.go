package main

type St string

func main( { panic break (St("multi\nline")) &
