// Package shape.
package shape

import "example.com/packages/util"

type Shape interface{ Area() int }

type Square struct{ Side int }

var count = util.Note("shape's variable")

func init() { util.Note("shape's init") }

func (s Square) Area() int {
	if s.Side < 0 {
		panic(util.Error{Code: s.Side})
	}
	return s.Side * s.Side
}

func Sum[S Shape](list ...S) (n int) {
	for _, s := range list {
		n += s.Area()
	}
	return n
}
