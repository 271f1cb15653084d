//go:debug panicnil=1
//go:debug randseednop=0

// Settings of GODEBUG in the source.
package main

import (
	"fmt"
	"math/rand"
	"os"
)

func main() {
	func() {
		defer func() { fmt.Println(recover()) }()
		panic(nil)
	}()
	rand.Seed(42)
	fmt.Println(rand.Intn(1000), rand.Intn(1000), rand.Perm(5))
	b := make([]byte, 5)
	rand.Read(b)
	fmt.Println(b, rand.Float64(), rand.Uint64())
	os.Setenv("GODEBUG", "panicnil=0")
	func() {
		defer func() { fmt.Println(recover() == nil) }()
		panic(nil)
	}()
}
