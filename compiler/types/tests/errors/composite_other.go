package p

type I interface{ M() }

var (
	a = []int{1, "a", 2.5}
	b = [2]int{1, 2, 3}
	c = [...]int{5: 1, 2}
	d = [2]int{5: 1}
	e = []int{1: 1, 1: 2}
	f = []int{0: 1, 2, 1: 3}
	g = []int{-1: 1}
	h = []int{"a": 1}
	i = map[string]int{"a": 1, "a": 2}
	j = map[string]int{1: 1}
	k = map[string]int{"a": "b"}
	l = map[string]int{"a"}
	n = I{}
	q = []int{x: 1}
	r = map[int]string{1: "a", 1.0: "b", 2: "c"}
	s = map[any]int{1: 1, 1.0: 2, "a": 3, "a": 4}
	t = [][]int{{1}, {"a"}, 5}
	w = map[string][]int{"a": {1, "b"}}
	x = 5
	y = [...]string{"a", 1}
	z = [-1]int{}
	aa = [x]int{1}
	bb = [1.5]int{1}
	cc = ["a"]int{1}
	ee = []undefined{1, 2}
	ff = map[[]int]int{}
)
