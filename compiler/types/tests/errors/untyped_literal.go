package p

type T struct{ x, y int }

var a = {1, 2}
