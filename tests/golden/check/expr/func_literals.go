package p

var a = func(x int) { return x }
var b = func() int { return "a" }
var c func(int) = func(string) {}
var d = func(x, x int) {}
var e int = func() int { return 1 }
var g = func(int, string) {}(1)
var h = func() {}()
