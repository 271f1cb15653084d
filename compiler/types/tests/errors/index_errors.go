package p

type M map[string]int

func g(s string, arr [3]int, pa *[3]int, sl []int, m M, i int, f float64, ps *[]int, pm *M) {
	_ = s[0]
	_ = s["a"]
	_ = s[1.5]
	_ = s[1.0]
	_ = s[-1]
	_ = arr[3]
	_ = arr[2]
	_ = arr[-1]
	_ = pa[5]
	_ = sl[1<<63]
	_ = sl[f]
	_ = sl[nil]
	_ = m[1]
	_ = m["a"]
	_ = m[nil]
	_ = i[0]
	_ = ps[0]
	_ = pm["a"]
	_ = "abc"[5]
	_ = "abc"[1]
	_ = g[0]
	_ = nil[0]
	_ = sl[true]
	_ = sl['a']
	s[0] = 'a'
	"abc"[0] = 'a'
	_ = undefined[i]
	_ = sl[undefined]
	_ = []int{1, 2}[3]
	_ = [2]int{1, 2}[3]
}
