package p

type I interface{ M() }
type A struct{ *I }
type B struct{ I; int }
type C struct{ *B; *A }
type D struct{ []int }
type E struct{ func() }
type F struct{ map[string]int }
