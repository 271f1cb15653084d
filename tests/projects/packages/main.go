package main

import (
	"fmt"

	"example.com/packages/internal/deep"
	"example.com/packages/shape"
	util "example.com/packages/util"
)

var started = util.Note("main's variable")

func init() { util.Note("main's init") }

func main() {
	_ = started
	var s shape.Shape = shape.Square{Side: 3}
	fmt.Printf("%T %v %d\n", s, s, s.Area())
	fmt.Println(deep.Name, other(), platform)
	fmt.Println(shape.Sum(shape.Square{2}, shape.Square{Side: 4}))
	var e error = util.Error{Code: 7}
	fmt.Printf("%v %+v %T\n", e, e, e)
	defer func() { fmt.Println("recovered:", recover()) }()
	shape.Square{Side: -1}.Area()
}
