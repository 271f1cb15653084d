package p

type Stringer interface{ String() string }
type RW interface {
	Read() int
	Write(int)
}
type R interface{ Read() int }

type S struct{}

func (S) String() string { return "" }

func take(s Stringer)   {}
func takeRW(rw RW)      {}

func g(r R, rw RW, s S, ps *S) {
	take(s)
	take(ps)
	take(1)
	take(r)
	take(nil)
	takeRW(r)
	takeRW(rw)
	r = rw
	rw = r
	rw = r.(RW)
	_ = r.Write
	r.Read(1)
	_ = rw.Read() + "a"
	var _ Stringer = S.String
	var _ Stringer = &ps
	var _ func() string = s.String
	take(take)
	take(&s, &s)
}
