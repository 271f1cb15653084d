package p

var a int8 = 128
var b uint8 = 256
var c uint8 = -1
var d int64 = 1 << 63
var e uint64 = 1 << 64
var f float32 = 1e39
var g float64 = 1e309
var h int = 1.5
var i = int8(200)
var j = uint(-1)
var k uint16 = 'a' * 1000
var l int = 1e100
const n int8 = 100 * 2
const o = 1 << 600
const q = -(1 << 511) * 4
var r complex64 = 1e40i
var s = float32(1e50)
var t = int(2.5)
var u rune = 1 << 31
const v uint8 = ^0
const w = ^uint8(0)
var x int8 = w
