package p

func (T) m {}
func (t *T) (x int) {}
func T.m() {}
func (t T) m.n() {}
func f() int {} int
func (t T m() {}
