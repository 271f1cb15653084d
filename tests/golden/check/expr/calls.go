package p

func a(int) {}
func b(int, string) int { return 1 }
func c(...int) {}
func d(string, ...int) {}
func two() (int, string) { return 1, "" }
func three() (int, int, int) { return 1, 2, 3 }
func f(s []int, ss []string) {
	a()
	a(1, 2)
	a("x")
	a(1.5)
	a(nil)
	b(1)
	b("a", 1)
	b(two())
	b(three())
	a(two())
	c("a")
	c(1, "a")
	c(s...)
	c(1, s...)
	c(ss...)
	d(s...)
	d("a", s...)
	d()
	a(s...)
	c(three())
	d(two())
	x := a(1)
	var y string = b(1, "a")
	_ = b(1, "a").x
	a(b(1, "a"), 2)
	f(nil)
	f(s, ss, s)
	c(two())
	c(nil)
	c(nil...)
}
