package main

func f(n int) int { return nilx}

func main() {
	f(0)
}
