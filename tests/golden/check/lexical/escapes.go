package p

var a = "\z"
var b = "\8"
var c = "\xg0"
var d = "\ud800"
var e = "ok\n"
