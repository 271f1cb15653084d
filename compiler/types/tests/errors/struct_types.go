package p

type T struct {
	a, b int
	*T2
	T3
	*int
	string
}
type T2 struct{}
type T3 struct{}
type E struct {
	T2
	T2
}
type P *int
type Q struct{ P }
type R struct{ *P }
type IP interface{ M() }
type S struct{ *IP }
type U struct{ IP }

var x = struct{ a int }{1}
var y struct{ a string } = x
var z struct {
	a int "tag"
} = x
