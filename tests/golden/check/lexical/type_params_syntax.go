package p

func f[T](x T) {}
func g[](x int) {}
type S[T] struct{}
type U[] int
