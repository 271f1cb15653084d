// Package clause, imports, constants, variables, types.
package decls

import "fmt"
import (
	. "math"
	_ "os"
	str "strings"
)

const a = 1
const b, c int = 2, 3

const (
	d = iota
	e
	f, g = iota, 1 << iota
	h, i
	_ float64 = iota * 2
	j
)

var k int
var l, m = 1, "x"
var (
	n, o float64 = 1, 2
	p          = fmt.Sprint(str.ToUpper("y"), Pi)
)

type (
	q int
	r = string
	s struct{}
)
