package generics

type (
	A[P any]                    []P
	B[K comparable, V any]      map[K]V
	C[P, Q any, R interface{}]  struct{}
	D[P ~int | ~string]         []P
	E[P *int,]                  []P
	F[P *int | ~string]         []P
	G[P interface{ *Q }, Q any] []P
	H[P []int]                  []P
	I[P ([]int)]                []P
	J[P *struct{}]              []P
	K[P func(int)]              []P
	L[P map[string]Q, Q any]    []P
	M[P chan int | <-chan int]  []P
	N[P p.Q[int]]               []P
	// arrays
	O [P]int
	P [P * Q]int
	Q [P*Q + 1]int
	R [P(Q)]int
	S [P.Q]int
	T [P | Q]int
	U [2]int
	V [len(x)]int
	W [...]int
	X []int
	// aliases
	Y[P any] = []P
	Z = A[int]
)

type Number interface {
	~int | ~int64 | float64
	comparable
	A[int] | B[string, int]
	m()
}

func Map[T, U any](s []T, f func(T) U) []U {
	r := make([]U, 0, len(s))
	for _, v := range s {
		r = append(r, f(v))
	}
	return r
}

func (l *List[T]) Push(v T)                {}
func (l List[T]) Convert[U any](f func(T) U) List[U] { return nil }
func (B[_, V]) get() (v V)                 { return }

var (
	a = Map[int, string](s, f)
	b = List[int]{1, 2}
	c = p.Pair[int, []string]{x: 1}
	d = Max[int]
	e = f[int](1)[2]
	g = a[b]
	h = &List[map[string]int]{}
	i List[List[int]]
	j func(List[int], ...p.Set[string]) p.Set[int]
)
