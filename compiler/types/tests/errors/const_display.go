package p
var a string = 1e1000
var b string = 1e-1000
var c string = 0.00001
var d string = 1e-7
var e string = 1234567.5
var f string = 1000000.0
var g string = 1.0/3
var h string = 123456.7
var i string = 100000.5
var j string = 1e20
var k string = 12345678.25
const m = 1e-45
var l string = m
