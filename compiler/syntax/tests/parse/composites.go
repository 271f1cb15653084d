package composites

var (
	a = T{}
	b = T{1, 2}
	c = T{x: 1, y: 2}
	d = &T{x: []int{1}, y: map[string]T{"a": {1, 2}, "b": {}}}
	e = [][]int{{1, 2}, {3}, nil}
	f = []*T{{1}, &T{2}}
	g = map[T]int{{1}: 2, {x: 3}: 4}
	h = [...]int{0, 5: 1, 2}
	i = p.T{1}
	j = [2][2]int{0: {1, 2}, 1: {3, 4}}
	k = []struct{ a, b int }{{1, 2}, {a: 3}}
	l = map[string]func(){"x": func() {}}
	m = T{
		a: 1,
		b: T{2}.x,
	}
	n = T{}.f().g
)
