package p

import "unsafe"

type T struct {
	a int
	b string
	*E
	F
}
type E struct{ x int }
type F struct{ y int }

func (T) M() {}

func g(t T, p unsafe.Pointer, pi *int, s []int, i int, str string, up uintptr) {
	_ = unsafe.Sizeof(t)
	_ = unsafe.Sizeof()
	_ = unsafe.Sizeof(int)
	_ = unsafe.Sizeof(nil)
	_ = unsafe.Alignof(t.a)
	_ = unsafe.Offsetof(t.b)
	_ = unsafe.Offsetof(t)
	_ = unsafe.Offsetof(t.x)
	_ = unsafe.Offsetof(t.y)
	_ = unsafe.Offsetof(t.M)
	_ = unsafe.Offsetof(t.zz)
	_ = unsafe.Add(p, 1)
	_ = unsafe.Add(pi, 1)
	_ = unsafe.Add(p, "a")
	_ = unsafe.Add(p, 1.5)
	_ = unsafe.Slice(pi, 3)
	_ = unsafe.Slice(s, 3)
	_ = unsafe.Slice(pi, -1)
	_ = unsafe.Slice(pi, "x")
	_ = unsafe.SliceData(s)
	_ = unsafe.SliceData(pi)
	_ = unsafe.String(pi, 3)
	_ = unsafe.StringData(s)
	_ = unsafe.StringData(str)
	_ = unsafe.Pointer(i)
	_ = unsafe.Pointer(up)
	_ = unsafe.Pointer(pi)
	_ = uintptr(p)
	_ = (*int)(p)
	_ = (*string)(pi)
	_ = int(p)
	_ = unsafe.Nope
	_ = unsafe.sizeof
	const c = unsafe.Sizeof(t)
	var _ [unsafe.Sizeof(i)]int = [9]int{}
	unsafe.Sizeof(t)
	_ = unsafe.Sizeof
	_ = unsafe
}
