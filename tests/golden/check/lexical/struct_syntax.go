package p

type T struct {
	a int,
	b string
}
type U struct {
	x, y
}
