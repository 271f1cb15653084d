package main

import (
	"fmt"
	"math"
	"unsafe"
)

const maxUintptr = 1 << (8*unsafe.Sizeof(uintptr(0)) - 1)

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}
func main() {
	try("1", func() { _ = unsafe.Slice((*int)(nil), 1) })
	var neg int = -1
	try("2", func() { _ = unsafe.Slice(new(byte), neg) })
	var tooBig uint64 = math.MaxUint64
	try("3", func() { _ = unsafe.Slice(new(byte), tooBig) })
	try("4", func() { _ = unsafe.Slice(new(uint64), maxUintptr/8) })
	try("5", func() { _ = unsafe.Slice(new(uint64), maxUintptr/8+1) })
	last := (*byte)(unsafe.Pointer(^uintptr(0)))
	_ = unsafe.Slice(last, 1)
	try("6", func() { _ = unsafe.Slice(last, 2) })
	try("7", func() { _ = unsafe.String(nil, 1) })
	try("8", func() { _ = unsafe.String(new(byte), neg) })
	try("9", func() { _ = unsafe.String(new(byte), tooBig) })
	_ = unsafe.String(last, 1)
	try("10", func() { _ = unsafe.String(last, 2) })
	var n2 = 2
	try("11", func() { x := unsafe.String(last, n2); fmt.Println(len(x)) })
}
