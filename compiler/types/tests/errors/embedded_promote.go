package p

type Base struct{ ID int }

func (Base) Hello() string  { return "" }
func (*Base) SetID(int)     {}

type Mid struct{ Base }
type Top struct {
	*Mid
	ID string
}

func g(t Top, m Mid) {
	var _ int = t.ID
	var _ int = t.Base.ID
	t.Hello()
	t.SetID(1)
	t.SetID("a")
	m.SetID(1)
	Mid{}.SetID(1)
	Top{}.SetID(1)
	_ = t.Nope
	_ = t.hello
	_ = Top.Hello
	_ = Mid.SetID
	_ = (*Mid).SetID
	var _ interface{ SetID(int) } = m
	var _ interface{ SetID(int) } = t
	var _ interface{ SetID(int) } = &m
}
