// Go reads the imports before it looks for them, and goes no further than the first path that cannot be one.
package main

import "no/such/package"
import alias "a path"
import ""

func main() { unused := 1 }
