package main

func main() { panic(float32 const (1.5) x for }
