package p

func a(yield func(int) bool) {}
func b(yield func(int, string) bool) {}
func c(yield func() bool) {}
func d(yield func(int)) {}
func e(yield func(int) bool) int { return 0 }
func g(x int, yield func(int) bool) {}
func h(yield func(a, b, c int) bool) {}
func f() {
	for x := range a {
		var s string = x
	}
	for x, y := range a {
	}
	for x, y := range b {
		_, _ = x, y
	}
	for x := range c {
	}
	for range c {
	}
	for x := range d {
	}
	for range e {
	}
	for range g {
	}
	for range h {
	}
	for range a(nil) {
	}
}
