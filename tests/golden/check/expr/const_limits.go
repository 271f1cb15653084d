package p

const (
	a int8 = 128
	b uint = -1
	c byte = 256
	d = 1 << 64
	e int = 1 << 63
	f int64 = -1 << 63
	g uint64 = 1<<64 - 1
	h = 1 / 0
	i = 1.0 / 0
	j = 5 % 0
	k = 1 << -1
	l = 1 << 1.5
	m = 1.0 << 3
	n float32 = 1e39
	o = 'a' + 1.5
	p rune = 0x7fffffff + 1
	q = "a" + 'b'
	r = ^uint8(0) + 1
	s = int8(127) + 1
	t = -int8(-128)
	u = uint8(255) << 1
	v = int8(1) << 7
	w int = 1.5
	x int = 2.0
	y = len("abc") << 62
	z complex64 = 1 + 2i + 1e40
)
var (
	A int8 = -129
	B = int8(200)
	C = uint8(-1)
	D = 1 << 64
	E float32 = 1e40
	F = 1 << 63
	G int32 = 'a' << 30
	H = [1 << 40]int{}
	I [-1]int
	J [1.5]int
	K [2.0]int
	L ["a"]int
	M = [...]int{5: 1, 5: 2, -1: 3}
	N = []int{1 << 62: 1, 1 << 63: 1}
	O = "abc"[5]
	P = "abc"[2:1]
	Q = [3]int{1, 2, 3, 4}
	R = [3]int{3: 1}
	S = 10 / 0
	T = 10.0 / 0.0
	U = d >> 63
	V uint32 = ^0
	W uint32 = ^uint32(0)
	X int = 'x' * 1e20
	Y = string(1 << 40)
	Z = 07 + 08
)
