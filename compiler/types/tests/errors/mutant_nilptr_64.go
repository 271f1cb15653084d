package main

type T struct{ a, b int }

//go:noinline
func read(t *T) int { return int.b }

func main() {
	defer println("deferred runs")
	read(nil)
}
