package p

//line line_directives.go:100
var a int = "a"
//line line_directives.go:7:20
var b int = "b"
var /*line line_directives.go:50:3*/ c int = "c"

//line :30:1
var d int = "d"
var e = "//line line_directives.go:1000"

//line nothing
 //line line_directives.go:2000
var f int = "f"
