package p

const a int
const b int = 
const c, d := 1, 2
const = 3
const 3 = 4
const e, = 5
var a := 3
var b int := 4
var c
var d,
var 3
var (
	e int f int
	g
	h := 3
)
const (
	i = iota j
	k,
)
