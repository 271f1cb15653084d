package p

x := 1
foo()
func f() {}
if x { }
var a = 1 2
type T int 3
const c = 1 foo
func g()
{
}
import "fmt"
func h() {} func i() {}
}
func j() {}
