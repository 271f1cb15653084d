package main

func main() {
	var m map[stringx]int
	m["x"] = 1
}
