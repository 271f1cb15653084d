package b

import "fmt"

func F() { fmt.Printf("%d", "x") }
