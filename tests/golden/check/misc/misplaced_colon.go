package main

func main() {
	x: = 1
	if x == 1: {
	}
	var y: int = 2
}
