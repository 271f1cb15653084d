package p

var a [3
var b map[string
var c map string
var d chan
var e func(
var g *
var h []
var i struct { a int
