// A fault at an address that no pointer of the language has cannot be recovered.
package main

import (
	"fmt"
	"unsafe"
)

func main() {
	defer func() { fmt.Println("recovered", recover()) }()
	addr := uintptr(0x10000)
	p := *(**int)(unsafe.Pointer(&addr))
	*p = 1
}
