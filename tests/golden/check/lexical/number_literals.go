package p

var a = 0x
var b = 08
var c = 0b12
var d = 1_
var e = 0_x1
var f = 1e
var g = 0x1.0
var h = 1__0
var i = 0o8
var j = 1p2
