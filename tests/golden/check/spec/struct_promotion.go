package p

type A struct{ x, y int }
type B struct{ y, z int }
type C struct {
	A
	*B
	z string
}
func f(c C) {
	_ = c.x
	_ = c.y
	_ = c.z + 1
	_ = c.w
	_ = C{x: 1}
	_ = C{A: A{1, 2}, z: 3}
	_ = C{A{}, nil, "z", 1}
	c.B.z = "a"
	c.A = B{}
	c.B = B{}
}
