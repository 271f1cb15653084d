package p

func two() (int, int) { return 1, 2 }
func none() {}
func f() {
	a, b := 1
	c, d := 1, 2, 3
	e := two()
	g, h, i := two()
	var j, k int = 1
	var l int = 1, 2
	var m, n = two(), 1
	o := none()
	p, q := none()
	a, b = 1
	a = 1, 2
	a, b, c = two()
}
var x, y = 1
var z = 1, 2
var u, v, w = two()
