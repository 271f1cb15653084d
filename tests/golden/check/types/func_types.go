package p

type F func(int) string
var a F = func(int) {}
var b F = func(x int) string { return "" }
var c F = func(s string) string { return s }
var d func() = b
var e func(int) string = b
var f func(...int) = func([]int) {}
var g func(a, b int, c) int
var h = b("x")
var i int = b(1)
var j F = nil
var k F = 1
var l = F(func() {})
