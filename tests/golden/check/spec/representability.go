package p

var a byte = 1.0
var b byte = 1.1
var c byte = 'a'
var d byte = "a"
var e int = 1e3
var f int = 1e30
var g float32 = 1 << 200
var h uint = 1 - 2
var i rune = 0x7fffffff + 1
var j complex64 = 1 + 2i
var k int = 1 + 0i
var l int = 0.5 + 0.5
var m bool = 0
var n string = 65
var o uint64 = -0
var p float64 = 1i
var q int8 = -129
var r int16 = 1 << 15
var s uintptr = -1
