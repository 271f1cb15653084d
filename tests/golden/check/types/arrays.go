package p

const n = 3
var m = 4
var a [n]int
var b [m]int
var c [-1]int
var d [1.5]int
var e ["a"]int
var f [n * 2]string
var g [len(a)]int
var h [len("abc")]int
var i [1 << 62]int
var j [x]int
var k [int(2)]int
var l [2.0]int
var o [n]int = [4]int{}
var p [3]int = []int{1, 2, 3}
var q []int = [3]int{}
var r = a == d
var s [1 << 100]int
