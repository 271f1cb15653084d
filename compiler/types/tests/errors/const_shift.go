package p

const a = 1 << -1
const b = 1 << 1.5
const c = 1.5 << 1
const d = 1 << 2000
const e = "x" << 1
const f = 1 << "x"
const g = 2.0 << 3
var s uint = 3
var h float64 = 1 << s
var i int = 1.0 << s
var j = 1.0 << s
var k = 1.5 << s
var l = "a" << s
var m = 1 << 1.5
var n = s << -1
var o float32 = float32(1 << s)
var q = uint8(1<<s) + 1
var r = make([]int, 1.0<<s)
var t = arr[1.0<<s]
var arr [10]int
var u = 1 << true
var v = 1<<s == 1.5
var w = 1<<s + 1.5
var x int32 = 1<<s + 1.0
