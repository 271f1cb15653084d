package p

func init() int { return 1 }
func init(x int) {}
func init() { init() }
var init = 1
type init int
const init = 2
func main() {}
func f() { init := 1; _ = init; main() }
var x = init
func init[T any]() {}
