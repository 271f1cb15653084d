package p

func a(x int, y) {}
func b(x, y int, string) {}
func c(x ...int, y int) {}
func d() (x ...int) {}
func e(int, x string) {}
func f(x int y int) {}
func g(x.y z) {}
func h(x, 3) {}
func i(...) {}
func j(x ...) {}
func k(x int,, y int) {}
func l(,) {}
func m(x = 3) {}
func (a, b T) n() {}
func () o() {}
func (a T) () {}
func 3() {}
func (a ...T) p() {}
