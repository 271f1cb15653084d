package main

func main() {
	var m map[string]int
	mx["x"] = 1
}
