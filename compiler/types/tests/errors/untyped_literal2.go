package p

type T struct {
	in  struct{ a, b int }
	arr [2]int
	fn  func(T)
}

var (
	a = T{in: {1, 2}}
	b = T{arr: {1, 2}}
	c = []T{{in: {1, 2}}}
	d = map[string]T{"a": {arr: {1}}}
	e = [][]T{{{}, {arr: [2]int{1, 2, 3}}}}
	f = [2]*T{{}, &T{}}
	g = [2]**T{{}}
	h = T{fn: func(T) { {} }}
)
