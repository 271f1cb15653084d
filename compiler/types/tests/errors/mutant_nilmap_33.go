package main

func main() {
	var m map[*int]int
	m["x"] = 1
}
