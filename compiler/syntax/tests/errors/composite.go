package p

type T struct{ a, b int }

var x = T{1 2}
var y = []int{
	1,
	2
}
var z = map[string]int{
	"a": 1
	"b": 2,
}
var w = T{a: 1, b 2}

func f() {
	p := T{1, 2
	q := T{3}
}
