package p

type K interface{ m() }
type S struct{ f func() }
var a map[K]int
var b map[S]int
var c map[[1]S]int
var d map[*S]int
var e map[chan S]int
var f map[struct{ K }]int
func g() {
	m := map[string][]int{"a": {1}, "b": {"x"}, "c": 1}
	m["a"][0] = "x"
	m["a"].b = 1
	m[0] = nil
	delete(m, 0)
	v, ok := m["a"]
	v = 1
	ok = 1
	for k := range m {
		k = 1
	}
	m["x"]++
}
