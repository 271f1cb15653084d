// A module of an older language version: what the library has changed since stays as it was.
package main

import (
	"fmt"
	"math/rand"
)

func main() {
	fmt.Println(rand.Intn(100), rand.Intn(100))
	rand.Seed(7)
	fmt.Println(rand.Intn(100), rand.Intn(100), rand.Int63())
	defer func() { fmt.Println(recover()) }()
	panic(nil)
}
