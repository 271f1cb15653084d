package p

type A struct { x int; x string }
type B struct { x, y, x int }
type C struct { int; int }
type D struct { string; *string }
type E struct { x int "tag" "b" }
type F struct { x Missing; y []Missing }
type G struct { f func(Missing) }
type H struct { x [n]int }
var n = 3
type I struct { _ int; _ string }
