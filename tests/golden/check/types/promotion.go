package p

type Base struct { ID int; Name string }
func (b Base) Hello() string { return "" }
func (b *Base) Set(n int) {}
type Other struct { ID string; Extra int }
func (Other) Hello() int { return 0 }
type D struct { Base; Other }
type D2 struct { *Base; Extra string }
type D3 struct { D2; Base }
type Greeter interface { Hello() string }
type Setter interface { Set(int) }
var _ Greeter = D{}
var _ Greeter = D2{}
var _ Greeter = Base{}
var _ Setter = Base{}
var _ Setter = &Base{}
var _ Setter = D2{}
var _ Setter = D3{}
func f() {
	var d D
	d.ID = 1
	d.Name = 1
	d.Extra = "a"
	d.Hello()
	d.Base.Hello()
	_ = D{ID: 1}
	_ = D{Base: Base{1, "a"}, Other{}}
	_ = D{Base{}, Other{}}
	_ = D{Base{}}
	_ = D{Base{}, Other{}, 1}
	_ = D{Foo: 1}
	_ = Base{ID: "a", Name: 1}
	_ = &Base{1}
	_ = Base{1, 2}
	_ = Base{Name: "a", 1}
	_ = D2{Name: "a"}
	_ = D2{Base: Base{}}
	var d3 D3
	d3.Name = ""
	d3.Set(1)
	D2{}.Set(1)
	Base{}.Set(1)
	(&Base{}).Set("a")
	Base.Set(Base{}, 1)
	(*Base).Set(&Base{}, 1)
	Base.Hello()
	(*Base).Hello(Base{})
	Base.Nope()
	D.Hello(d)
	_ = Base.ID
	_ = d.id
	_ = d.base
	_ = d.name
}
