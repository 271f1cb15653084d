package p

func two() (int, string) { return 1, "" }
func one() int           { return 1 }
func none()              {}

func g(m map[string]int, c chan int, e any) {
	var a, b int
	a, b = 1
	a, b = 1, 2, 3
	a = 1, 2
	a, b = two()
	a, b = one()
	a = two()
	a, b, c := two()
	a, b = b, a
	x, y := 1
	x, y := 1, 2, 3
	v, ok := m["a"]
	v, ok, z := m["a"]
	v, ok = <-c
	v, ok = e.(int)
	var f, h = 1
	var i, j = 1, 2, 3
	var k, l = two()
	var n = none()
	var q int = two()
	a, b = none()
	_ = two()
	_, _ = two()
	_, _, _ = two()
	_, _, _, _, _, _, _, _, _, _, _ = x, y, v, ok, z, f, h, i, j, k, l
	_, _ = n, q
}
