package main

func f(n int) int { return fx() + 1 }

func main() {
	f(0)
}
