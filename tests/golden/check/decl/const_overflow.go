package p

const big = 1 << 100
var a int = big
var b int8 = 128
var c uint = -1
var d int32 = 1 << 31
var e byte = 'a' + 200
var f float32 = 1e39
var g = int8(200)
var h = uint8(-1)
var i int = 1.5
var j int64 = 9223372036854775808
var k = big
var l = 1 << 64 - 1
var m uint64 = 1<<64 - 1
