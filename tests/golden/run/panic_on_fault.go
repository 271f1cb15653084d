// debug.SetPanicOnFault: faults at addresses that are not nil's can be recovered, in the goroutine that has asked for it.
package main

import (
	"fmt"
	"runtime/debug"
	"unsafe"
)

func touch(addr uintptr) (err error) {
	defer func() {
		err = recover().(error)
		if at, ok := err.(interface{ Addr() uintptr }); ok {
			fmt.Printf("address %#x\n", at.Addr())
		}
	}()
	p := *(**int)(unsafe.Pointer(&addr))
	*p = 1
	return nil
}

func main() {
	fmt.Println(debug.SetPanicOnFault(true), debug.SetPanicOnFault(true))
	fmt.Println(touch(0x10000))
	fmt.Println(touch(0))
	done := make(chan bool)
	go func() { done <- debug.SetPanicOnFault(false) }()
	fmt.Println(<-done, debug.SetPanicOnFault(false))
}
