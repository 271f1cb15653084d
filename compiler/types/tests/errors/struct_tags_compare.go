package p

type A struct {
	X int `json:"x"`
}
type B struct {
	X int
}
type C struct {
	X int
	f func()
}

func f(a A, b B, c C, pa *A, pb *B) {
	_ = a == A{}
	_ = B(a)
	_ = (*B)(pa)
	a = b
	b = A(b)
	pa = pb
	_ = c == c
	_ = map[C]int{}
	_ = map[A]int{}
	_ = map[*C]int{}
	_ = [2]C{} == [2]C{}
	_ = any(c) == any(c)
	switch c {
	}
	switch a {
	case A{1}, A{1}:
	}
}
