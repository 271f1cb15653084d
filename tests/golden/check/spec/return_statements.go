package p

func a() (x int, err error) {
	if true {
		x := 1
		return
	}
	{
		err := error(nil)
		_ = err
		return
	}
	return 1
}
func b() (int, error) { return a }
func c() (int, error) { return a() }
func d() int { return a() }
func e() (int, string) { return 1, nil }
func f() func() int { return func() {} }
func g() []int { return [...]int{1} }
func h() *int { return 1 }
func i() error { return nil, nil }
func j() { return nil }
func k() (a, b int) { return 1, 2, 3 }
func l() (a int, b string) { a, b = b, a; return }
