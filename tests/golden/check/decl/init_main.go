package p

func init() int { return 1 }
func init(x int) {}
var init = 1
func f() { init() }
type main struct{}
