package p

const n = 3
var v = 3

var a [n]int
var b [v]int
var c [-1]int
var d [1.5]int
var e [2.0]int
var f ["a"]int
var g [1 << 62]int
var h [n + 1]string = [3]string{}
var i = [...]int{1, 2, 3}
var j [2]int = i
var k [...]int
var l = [2][...]int{}
var m [len(i)]int = i
var o [nope]int
var p1 [int]int
var q [nil]int
var r [1e3]int
var s [true]int
