package p

func f(x any)      {}
func g(x float64)  {}
func h(x ...any)   {}

func k() {
	x := 1
	y := 1.5
	z := 'a'
	w := 1i
	s := "a"
	b := 1 < 2
	x = y
	y = x
	z = x
	x = z
	w = y
	s = z
	b = x
	f(1 << 70)
	f(1e400)
	h(1, 1<<64, "a")
	g(1)
	g('a')
	g("a")
	g(1i)
	g(1 + 0i)
	x = 1 + 0i
	x = 'a'
	z = 1.0
	x = 5 / 2.0
	x = 5.0 / 2
	x = 6.0 / 2
	var u8 uint8 = 'a' + 200
	u8 = 255 + 1
	_ = u8 + 256
	_ = u8 == 256
	_ = u8 << 8
	_ = 1 << u8
	u8 = -u8
	u8 = -1
	var i8 int8 = -128
	i8 = -i8
	i8 = - -128
	_ = -(-128) + i8
	b = 1 == 1.0
	var bb bool = 1 < 2.5
	_ = bb
}
