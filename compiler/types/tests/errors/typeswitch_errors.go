package p

type I interface{ M() }
type T struct{}

func (T) M() {}

type P struct{}

func (*P) M() {}

func g(e any, i I, x int) {
	switch e.(type) {
	case int, string, int:
	case string:
	case nil:
	case nil:
	case undefined:
	case 5:
	case x:
	}
	switch i.(type) {
	case T:
	case P:
	case *P:
	case int:
	case error:
	case any:
	}
	switch x.(type) {
	case int:
	}
	switch v := e.(type) {
	}
	switch v := e.(type) {
	case int:
		var _ string = v
	case string, bool:
		var _ string = v
	case nil:
		var _ string = v
	default:
		var _ string = v
	}
	switch _ := e.(type) {
	}
	switch v := undefined.(type) {
	case int:
		_ = v
	}
	switch nil.(type) {
	}
	switch y := 1; v := e.(type) {
	case int:
		_ = v
	}
	switch e.(type) {
	default:
	default:
	}
	switch e.(type) {
	case []int, map[string]int, func():
	case []int:
	case func():
	}
}
