package p

const x := 1
var y := 2
type z := int
