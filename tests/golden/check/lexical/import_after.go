package p

var x = 1
import "fmt"
func f() { fmt.Println(x) }
