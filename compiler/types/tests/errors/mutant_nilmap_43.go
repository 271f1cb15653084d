package main

func main() {
	var m map[string]int
	string["x"] := 1
}
