package q
var x = 1
