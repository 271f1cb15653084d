// The path of an import lacks its second quote: Go looks at nothing else.
package main

import (
	"fmt"
	os "os
)

func main() { unused := 1 }
