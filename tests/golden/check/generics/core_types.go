package p

func a[T []int | map[int]int](x T) { for i, v := range x { _, _ = i, v } }
func b[T chan int | chan string](c T) { <-c }
func c[T func(int) | func(string)](f T) { f(1) }
func d[T []int | []string](x T) T { return append(x, 1) }
func e[T []int | [3]int](x T) { _ = x[0]; x[1] = 2; _ = x[5] }
func f[T any]() T { return T{} }
func g[T struct{ a int }]() T { return T{1} }
func h[T []int]() T { return make(T, 1) }
func i[T any]() T { return make(T) }
func j[T *int | *string](p T) { _ = *p }
func k[T string | []byte](x T) { _ = x[0]; _ = x[1:2]; x[0] = 1 }
func l[T int | string](x T) { switch x { case 1: } }
func m[T ~int | ~string](x T) string { return string(x) }
func n[T float32 | int8](x T) { _ = T(300); _ = x << 1 }
func o[T int8 | int16](x T) { x = 200; const c T = 1 }
func p[T struct{ a int } | struct{ a int; b int }](x T) { _ = x.a }
