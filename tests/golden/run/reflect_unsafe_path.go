// The package of unsafe.Pointer, and which of two types of one text an assertion means.
package main

import (
	"fmt"
	"reflect"
	"unsafe"
)

func local() any {
	type T struct{ A int }
	return T{1}
}

func main() {
	t := reflect.TypeFor[unsafe.Pointer]()
	fmt.Printf("%q %q %q\n", t.PkgPath(), t.Name(), t)
	defer func() { fmt.Println(recover()) }()
	type T struct{ A int }
	fmt.Println(local().(T))
}
