package p

func a(x, y, z ...int) {}
func b(x int, y, z ...int) {}
func c(int, int, ...int)   {}
func d() (...int)          { return nil }
func (r ...T) e()          {}

type T struct{}
