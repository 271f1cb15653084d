package p

type I interface{ M() }
type A struct{ *I }
type B struct{ I; int }
type C struct{ *B; B }
type P *int
type D struct{ P }
type Q *B
type E struct{ *Q }
func f(b B) {
	b.M(1)
	b.int = "a"
	_ = b.string
}
