package p

type A[P any, Q] struct{}
type B[P] struct{}
type C[P, Q] int
type D[P *int,] int
type E[P *int] int
type F[] int
func f[P]() {}
func g[P any Q any]() {}
func h[]() {}
func i[P any,]() {}
func (r R) m[P any]() {}
type G[P any, ...int] int
type H[*P] int
type I[P (int)] int
var j = func[P any]() {}
type K interface { m[P any]() }
