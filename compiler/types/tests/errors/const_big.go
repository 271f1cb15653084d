package p

const huge = 1e1000
const tiny = 1 / huge
const one = huge / 1e1000
var a float64 = huge
var b int = huge
var c float64 = tiny
var d int = one
const e = 1e+100000
var f float64 = e
var g float32 = 1e-100
var h = huge
var i int = 1e-100000
const j = 1 << 100 >> 98
var k int8 = j
var l int8 = 1 << 7
var m = 1 << 100
