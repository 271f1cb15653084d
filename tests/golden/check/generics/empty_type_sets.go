package p

type E interface{ int; string }
func f[T E](x T) {}
func g() { f(1); f("a"); f[int](1) }
type M interface{ ~int; String() string }
type I int
func h[T M](x T) string { return x.String() }
var _ = h(I(1))
func k[T interface{ int | string }](x T) { _ = x + x; _ = x * x; _ = x < x; _ = len(x); _ = x[0] }
func l[T interface{ []int | string }](x T) { _ = len(x); _ = x[0]; x[0] = 1; _ = cap(x); for range x {}; for i, v := range x { _, _ = i, v } }
func m[T interface{ []byte | string }](x T) { for i, v := range x { _, _ = i, v }; _ = x[1:2]; _ = x[1:2:3]; _ = append([]byte{}, x...) }
func n[T interface{ map[string]int | map[int]int }](x T) { x["a"] = 1; delete(x, 1); for k := range x { _ = k } }
func o[T chan int | chan<- int](c T) { c <- 1; <-c; close(c) }
func p[T func() | func(int)](f T) { f(); f(1) }
func q[T *int | *string](p T) { *p = 1; _ = *p }
func r[T any](x T) { x.foo(); x(); x[0] = 1; *x = 1; x <- 1; _ = x == x; switch x.(type) {}; _ = x.(int); _ = any(x).(int) }
