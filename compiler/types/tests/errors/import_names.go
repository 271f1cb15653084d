package p

import (
	"fmt"
	str "strings"
	"os"
)

import "errors"

type errors struct{}

func Println() {}

var a = fmt._
var b = fmt.println
var c = str.toUpper("x")
var d = strings.ToUpper("x")
var e = os
var f fmt = nil
var g fmt.Println
var h = fmt.Stringer
var i fmt.stringer
var j = fmt.PrintLn
var k fmt.Missing

func local(fmt int) {
	fmt.Println()
	var os = 1
	_ = os.Args
}
