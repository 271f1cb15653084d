package p

func f[T any](x T) {}
type S[T any] struct{}
func g() {
	f[int]
	f[1](1)
	f[x](1)
	f[int](1)(2)
	S[int]
	S[int](1)
	S[int]{1}
	g[int]()
	var x int
	x[int]
	_ = x[0]
	_ = f == nil
	_ = f[int] == nil
	h := f[string]
	h(1)
	go f[int]
	defer f(1)
	var k = f
	len[int]("a")
	int[string](1)
}
