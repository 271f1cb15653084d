package formats

import "fmt"

func Greet(n int) string { return fmt.Sprintf("hello %s", n) }
