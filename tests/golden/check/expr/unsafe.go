package p

import "unsafe"
type T struct{ a int; b string }
func f(t T, p *int, u uintptr) {
	_ = unsafe.Sizeof()
	_ = unsafe.Sizeof(1, 2)
	_ = unsafe.Offsetof(t)
	_ = unsafe.Offsetof(t.b)
	_ = unsafe.Offsetof(t.c)
	_ = unsafe.Pointer(1)
	_ = unsafe.Pointer(p)
	_ = (*string)(unsafe.Pointer(p))
	_ = unsafe.Foo
	_ = unsafe.Slice(p, "a")
	_ = unsafe.Slice(1, 2)
	_ = unsafe.String(p, 1)
	_ = unsafe.Add(p, 1)
	_ = unsafe.Pointer(u)
	var x [unsafe.Sizeof(t)]int
	_ = x[16:30]
	unsafe.Sizeof(t)
	_ = unsafe.Alignof(int)
}
