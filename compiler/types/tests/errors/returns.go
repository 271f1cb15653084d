package p

type E struct{}

func (E) Error() string { return "" }

func a() int              { return }
func b() int              { return "a" }
func c() int              { return 1, 2 }
func d()                  { return 1 }
func e() (int, string)    { return 1 }
func f() (int, string)    { return 1, 2 }
func g() (x int, y error) { return }
func h() (x int, y error) { return 1 }
func i() (int, error)     { return e() }
func j() (int, string)    { return e() }
func k() int              { return e() }
func l() error            { return E{} }
func m() error            { return &E{} }
func n() error            { return "x" }
func o() (int, error)     { return nil, 1 }
func p() *int             { return 0 }
func q() (a int, b int) {
	{
		a := 1
		_ = a
		return
	}
}
func r() (a int) {
	if a := 2; a > 1 {
		return
	}
	return
}
func s() int           { return undefined }
func t() (int, string) { return undefined, 1 }
func u() (int, string) { return undefined }
func v() { return d() }
func w() (int, int, string) { return 1, 2 }
func x() func() { return x }
func y() []int { return [3]int{} }
func z() (_ int, err error) { return }
