package p

import (
	"math"
	"os"
	"time"
)
func f() {
	_ = math.pi
	_ = math.PI
	_ = os.args
	_ = time.second
	_ = time.Now().year()
	_ = math.Sqrt("4")
	_ = math.MaxInt64 + 1
	var i int = math.MaxUint64
	var j int32 = math.MaxInt64
	_ = math.Pi % 2
}
