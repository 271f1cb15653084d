package main

import "fmt"

func main() {
	defer defer func() { r := recover(); panic(r) }()
	panic panic(fmt.Errorf("wrapped %w", fmt. const Errorf("in")))
}
