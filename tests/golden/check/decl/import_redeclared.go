package p

import "fmt"
import "fmt"
import fmt2 "os"
var fmt = 1
func fmt2() {}
func f() { fmt.Println() }
