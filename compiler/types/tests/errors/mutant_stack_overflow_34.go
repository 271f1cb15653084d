package main

func f(n int) int32 { return !f.(int)(n+1) + 1 }

func main() {
	f(0)
}
