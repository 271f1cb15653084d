package p

func (t T, u U) m() {}
func () n() {}
type T int
type U int
