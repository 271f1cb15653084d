package p

var a = ''
var b = 'ab'
var c = '\q'
var d = '\400'
var e = '\xZ1'
var f = '\u12'
var g = '\U00110000'
var h = 'x'
