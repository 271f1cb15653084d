package p

type A struct{ x int }
type B struct{ x int }
type C struct{ y int }
type I interface{ M() }
type MyInt int
type MyStr string

func g(i int, f float64, s string, a A, p *int, ps *string, bs []byte, e error, m map[int]int, c chan int, ca complex128, arr [3]int, sl []int) {
	_ = B(a)
	_ = C(a)
	_ = int(s)
	_ = string(f)
	_ = string(i)
	_ = MyStr(bs)
	_ = []byte(i)
	_ = []rune(s)
	_ = MyInt(f)
	_ = bool(i)
	_ = (*string)(p)
	_ = I(i)
	_ = I(e)
	_ = error(s)
	_ = int(ca)
	_ = complex64(ca)
	_ = complex128(f)
	_ = map[string]int(m)
	_ = (<-chan int)(c)
	_ = (chan<- string)(c)
	_ = [3]int(sl)
	_ = *(*[3]int)(sl)
	_ = [3]string(sl)
	_ = []int(arr)
	_ = int()
	_ = int(1, 2)
	_ = int(nil)
	_ = []int(nil)
	_ = any(nil)
	_ = int(undefined)
	_ = undefined(1)
	_ = int(i...)
	int(i)
	_ = float32(s)
	_ = uintptr(p)
	_ = func()(nil)
	_ = struct{ x int }(a)
	_ = interface{ int }(i)
	_ = comparable(i)
}
