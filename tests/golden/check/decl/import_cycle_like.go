package p

var x int = y
var y = z
var z string = "s"
func f() { x = "a"; y = 1; z = 1 }
