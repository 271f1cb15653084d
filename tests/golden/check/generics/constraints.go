package p

type Number interface { ~int | ~float64 }
func Sum[T Number](xs ...T) (s T) { for _, x := range xs { s += x }; return }
func Keys[K comparable, V any](m map[K]V) []K { return nil }
type MyInt int
func f() {
	Sum("a")
	Sum(1, 2.5)
	Sum[string]()
	Sum[int](1.5)
	Sum([]int{1}...)
	Sum[MyInt](1)
	Sum(1, "a")
	Keys(1)
	Keys[[]int, int](nil)
	Keys(map[string]int{}, 1)
	Sum()
	Sum[int, int](1)
	Sum[Missing](1)
	var x int8
	Sum(x)
	_ = Sum
	g := Sum
	var h func(...int) int = Sum
	var k func(...string) string = Sum
}
