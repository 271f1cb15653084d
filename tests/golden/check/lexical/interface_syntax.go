package p

type I interface {
	func f()
	g() int,
}
