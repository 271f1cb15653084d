package p

var a int
var a string
func a() {}
type a int
const b = 1
var b = 2

func f(x int, x string) {}
func g() (x int, x string) { return }
func h(x int) (x string)   { return }

type T struct {
	a int
	a string
}

func (T) m() {}
func (T) m() {}
func (T) a() {}

type I interface {
	M()
	M()
}

func k() {
	var x int
	var x string
	y := 1
	var y int
	const x = 1
	type x int
	_, _ = x, y
	if x := 1; true {
		x := 2
		_ = x
	}
}

func init() {}
func init() {}
func init() int { return 1 }
var init = 1
func main() {}
