package p

type I interface {
	A()
	B(int) string
}
type V struct{}

func (V) A() {}

type W struct{}

func (W) A()             {}
func (*W) B(int) string  { return "" }

type X struct{}

func (X) A()            {}
func (X) B(string) int  { return 0 }

type Y struct{}

func (Y) a()           {}
func (Y) B(int) string { return "" }

type Z struct{ *W }
type ZV struct{ W }

var (
	_ I = V{}
	_ I = W{}
	_ I = &W{}
	_ I = X{}
	_ I = Y{}
	_ I = Z{}
	_ I = ZV{}
	_ I = &ZV{}
	_ I = nil
	_ I = 1
	_ I = "x"
	_ I = func() {}
	_ I = struct{}{}
	_ I = (*I)(nil)
	_ interface{ A() } = I(nil)
	_ I = interface{ A() }(nil)
	_ *I = &W{}
)
