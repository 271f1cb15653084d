package p

func f()
func g() int
func (t T) m()
type T int
func h() { f() }
