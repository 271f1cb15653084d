package p

import "unsafe"

type Huge [1 << 40]int
type T struct{ a [1 << 50]int; b int }

func f(b *byte, p unsafe.Pointer, u8 uint16, f64 float64) {
	_ = unsafe.String(b, "x")
	_ = unsafe.String(b, -1)
	_ = unsafe.String(b, f64)
	_ = unsafe.String(b, u8)
	_ = unsafe.Add(p, f64)
	_ = unsafe.Add(p, -1)
	_ = unsafe.Slice(b, f64)
	_ = unsafe.Slice(nil, 1)
	_ = unsafe.String(p, 1)
	_ = unsafe.StringData(1)
	_ = unsafe.SliceData("a")
	_ = unsafe.Sizeof(b, p)
	_ = unsafe.Sizeof(1 << 70)
	const c = unsafe.Sizeof(u8) + unsafe.Alignof(f64)
	var _ [c]int = [9]int{}
	var _ [c]int = [10]int{}
	unsafe.Pointer(p)
	_ = *p
	_ = p + 1
	_ = p == nil
	_ = p < p
	_ = uintptr(p) + 1
}
