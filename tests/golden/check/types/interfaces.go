package p

type Shape interface {
	Area() float64
	Perimeter() float64
}
type A struct{}
func (A) Area() float64 { return 1 }
type B struct{}
func (*B) Area() float64 { return 1 }
func (*B) Perimeter() float64 { return 1 }
type C struct{}
func (C) Area() int { return 1 }
func (C) Perimeter() float64 { return 1 }
type D struct{}
func (D) area() float64 { return 1 }
func (D) Perimeter() float64 { return 1 }
var _ Shape = A{}
var _ Shape = B{}
var _ Shape = &B{}
var _ Shape = C{}
var _ Shape = D{}
var _ Shape = 1
var _ Shape = nil
func use(s Shape) {}
func f(s Shape) {
	use(A{})
	use(B{})
	use(&A{})
	var a A = s
	_ = []Shape{A{}, &B{}, C{}}
	_ = map[string]Shape{"a": D{}}
	var ps *Shape = &s
	ps.Area()
}
func g() Shape { return C{} }
