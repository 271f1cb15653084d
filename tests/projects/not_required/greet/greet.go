package greet

var V = 1
