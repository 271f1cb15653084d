package p

type A struct {
	x int `json:"x"`
	y int "tag"
	z, x string
	_ int
	_ string
	int
	*string
	A2
	*A2
	error
	*error
	I
	*I
	P
	fmt.Stringer
	G[int]
	G[string]
}
type A2 struct{}
type I interface{ m() }
type P *int
type G[T any] struct{ t T }
