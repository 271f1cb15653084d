//go:build go1.21

package p

func f() {
	for i := range 10 {
		_ = i
	}
	for x := range g {
	}
}
func g(yield func(int) bool) {}
type A[T any] = []T
func h() { p := new(1); _ = p }
type T struct{}
func (T) G[A any](a A) {}
