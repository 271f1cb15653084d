package p

func none()                        {}
func one() int                     { return 1 }
func two() (int, string)           { return 1, "" }
func args(a int, b string)         {}
func vari(a int, b ...string)      {}
func three() (int, string, string) { return 1, "", "" }

type F func(int)

func g(f F, x int, ss []string) {
	none(1)
	one(1)
	args()
	args(1)
	args(1, 2)
	args(1, "a", 3)
	args("a", 1)
	args(two())
	args(one())
	args(three())
	vari()
	vari(1)
	vari(1, "a", "b")
	vari(1, 2)
	vari(1, ss...)
	vari(1, ss)
	vari(1, "a", ss...)
	vari(ss...)
	vari(three())
	vari(two())
	args(1, ss...)
	f()
	f("a")
	f(1)
	x()
	x(1)
	nil()
	_ = none()
	_ = two()
	x = none()
	x = two()
	x, y := one()
	x, z := two()
	_ = one() + none()
	_ = one() + two()
	vari(two()...)
	args(none())
	args(x, none())
	args(two(), "a")
	undefined(1, 2)
	"a"()
	func(a int) {}("x")
	f(nil)
	args(nil, nil)
	_ = y
	_ = z
}
