package main

func two() (bool, int)              { return true, 7 }
func three() (string, []int, error) { return "a", nil, nil }

func main() {
	println(two())
	print(two())
	println()
	println(three())
	panic("stderr is compared")
}
