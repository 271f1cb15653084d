package p

const s = "abc"
var a int = s
var b string = 1
var c bool = 0
var d = string(1.5)
var e = int("x")
var f = bool(1)
var g []byte = "abc"
var h = []byte("abc")
var i = []rune(5)
var j float64 = "x"
var k = float64("x")
var l *int = 0
var m *int = 1
var n = (*int)(0)
var o = uintptr(nil)
var p func() = 0
var q = int32(1e30)
var r2 = uint8(2.5e3)
var s2 = int(1e1000)
