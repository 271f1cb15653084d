package p

var a int
var a string
func a() {}
type a struct{}
const b = 1
func b() {}
func c(x int, x string) {}
func d(x int) (x int) { return }
func e() (x int, x int) { return }
func main() {}
func init() {}
func init() {}
