package p

var a = b
var b = f()

func f() int { return g() }
func g() int { return a }

var c = c + 1

type T struct{}

func (T) m() int { return d }

var d = T{}.m()
var e = T.m

var (
	x, y = pair()
	z    = func() int { return z }()
)

func pair() (int, int) { return y, z }

const k = l
const l = k

var ok1 = ok2
var ok2 = 1
var p *int = &q
var q = *p
