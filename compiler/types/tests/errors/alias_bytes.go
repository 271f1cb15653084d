package p

func gen[T any]() {
	type A = []T
	type B[X any] = map[string]X
	var a A = 1
	var b B[T] = 2
	var c B[A] = 3
	_, _, _ = a, b, c
}

type St[T any] struct {
	x Al[T]
	y byte
}
type Al[T any] = []T

var s St[byte]
var _ string = s.x
var _ string = s.y
var _ int = s
var _ rune = St[rune]{}.x

func (s St[T]) Get() Al[T] { return s.x }

var _ int = s.Get()

func h[K comparable, V byte | rune | uint8](m map[K]V) V { var v V; return v }

var _ = h(map[string]string{})
var _ = h[int, byte](nil) + "x"
var _ = h[int, float64](nil)
var _ = h[[]byte, byte](nil)
const c byte = 'a' + 256
const d = byte(300)
const e rune = "s"
var f float64 = 'a' << 1.5
var g2 = "a"[5]
var x8 uint8 = -1
var x9 byte = 1 - 2
func k(bs ...byte) {}
func _() {
	k("abc"...)
	k([]rune("abc")...)
	k(1, 'a', 256)
	var r rune = 'x' + 1<<32
	var b byte = r
	b += r
	b = b << r + r
	_ = []byte{256, -1, 'é', "x"}
	_ = string(1.5)
	_ = []rune(1)
	_ = []byte("x") + "y"
	_ = "x"[0] == "x"
	_ = b == r
	var bp *byte = &r
	var rr []rune = []byte{}
	_, _ = bp, rr
}
