package p

type T struct{ a int; b string; c []int }
var v1 = T{1, "a"}
var v2 = T{1, "a", nil, 2}
var v3 = T{"a", 1, nil}
var v4 = T{a: 1, "b"}
var v5 = T{d: 1}
var v6 = T{a: 1, a: 2}
var v7 = T{a: "x"}
var v8 = T{1: 2}
var v9 = T{b: 1, c: nil}
var v10 = T{"a": 1}
var v11 = &T{d: 1, e: 2}
var v12 = []T{{1, "a", nil}, {2}, {a: "b"}}
var v13 = map[string]T{"a": {x: 1}, "b": {1}}
var v14 = []*T{{1, "a", nil}, &T{}, {z: 1}}
var v15 = struct{ x int }{y: 1}
var v16 = int{1}
var v17 = Missing{1}
var v18 = *T{}
var v19 = []int{T{}}
