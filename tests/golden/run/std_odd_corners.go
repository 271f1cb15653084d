// Corners that Go's own tests of the packages visit: repeating elements without size, clones of empty slices, bytes in a reflect.Value, commands without arguments.

package main

import (
	"fmt"
	"math"
	"os/exec"
	"reflect"
	"slices"
	"unsafe"
)

func main() {
	fmt.Println(len(slices.Repeat(make([]struct{}, 3), math.MaxInt/3)), len(slices.Repeat([]int{}, math.MaxInt)), slices.Repeat([]int{1, 2, 3}, 3))
	s := make([]int, 3)
	fmt.Println(unsafe.SliceData(slices.Clone(s[1:1])) == &s[1], slices.Clone([]int(nil)) == nil, slices.Clone([]int{}) == nil)
	fmt.Printf("%#v %#v %#v %#v\n", []byte{1}, reflect.ValueOf([]byte{1}), &[]byte{1}, reflect.ValueOf(&[]byte{1}))
	fmt.Printf("%v %x %s\n", reflect.ValueOf([]byte("ab")), reflect.ValueOf([]byte("ab")), reflect.ValueOf([]byte("ab")))
	fmt.Printf("%q %q\n", (&exec.Cmd{}).String(), (&exec.Cmd{Path: "/bin/x", Args: []string{"x", "y z"}}).String())
}
