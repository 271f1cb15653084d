package p

type K struct{ f []int }
type L struct{ a int }
var a map[[]int]string
var b map[func()]string
var c map[map[string]int]string
var d map[K]int
var e map[L]int
var f map[any]int
var g map[[2]int]int
var h map[[2][]int]int
var i map[Missing]int
var j map[string]
func k(m map[string]int) {
	m[1] = 1
	m["a"] = "b"
	m.a = 1
	m["a"]["b"] = 1
	for k, v := range m {
		m[v] = k
	}
	_ = m == nil
	_ = m["a"].x
	_ = &m["a"]
}
