package p

func f() string {
	s := "abc
	return s
}
var x int = "y"
