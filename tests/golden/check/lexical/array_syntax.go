package p

var a int[3]
var b [3]int
var c []int = [1, 2, 3]
