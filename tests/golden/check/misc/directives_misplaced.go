//go:noinline
package main

//go:noinline
import "unsafe"

//go:build ignore

//go:nosplit
type T struct {
	//go:noinline
	x int
}

//go:noinline
var a = 1 //go:noinline

//go:noinline
const (
	//go:norace
	b = 1
	//go:norace
)

//go:linkname
//go:linkname a
//go:linkname a b c
//go:linkname nothing b
//go:linkname a other.a

//go:noescape
func f() {
	//go:noinline
	x := 1
	_ = x
	//go:noinline
}

//go:systemstack
//go:nowritebarrier
func g() {}

//go:uintptrkeepalive
func h(x uintptr) {}

//go:embed x.txt
var s string

func main() { _ = unsafe.Pointer(nil) }

//go:noinline
