package types

type (
	A [3]int
	B []string
	C [2 * N][]map[string]*T
	D struct {
		a, b int `json:"a"`
		c    []T "tag\tged"
		E
		*F
		p.G
		*p.H
		J[int]
		p.K[int, string]
		_ [N]T
		f func(int) (string, error)
	}
	L interface {
		m()
		n(a int, b ...string) (c error)
		fmt.Stringer
		M
	}
	N2 func()
	O  func(int, string) error
	P  func(a, b int, c ...string) (d, e int)
	Q  func() func() int
	R  chan int
	S  chan<- <-chan int
	T2 <-chan chan<- int
	U  chan (<-chan int)
	V  chan func() chan int
	W  *(*int)
	X  map[[2]int]func()
	Y  (int)
	Z  struct{ int; string }
)
