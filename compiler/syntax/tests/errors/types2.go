package p

var a map[string]
var b [3 4]int
var c [1,2]int
var d func(int int int)
var e interface { m( }
var f <-int
var g chan<-
type h [
type i
type j =
type k )
