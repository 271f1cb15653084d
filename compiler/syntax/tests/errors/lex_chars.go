package p

var a = 1 # 2
var b = @x
var c = a ? b : c
var $d = 1
var é = 1
var ١x = 2
var x١ = 3
var x€ = 4
var € = 5
var “q” = 6
var a\b = 7
