package p

var b int = "b"

//line line_numbers.go:0
//line line_numbers.go:1:0
//line line_numbers.go:x
//line line_numbers.go:
/*line line_numbers.go:0:3*/

var a int = "a"
