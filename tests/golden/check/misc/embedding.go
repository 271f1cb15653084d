package main

type Base struct{ id int }

func (b *Base) ID() int { return b.id }

type Derived struct {
	Base
	name string
}

type Ider interface{ ID() int }

func main() {
	d := Derived{id: 1, name: "x"}
	e := Derived{Base{1}, "x", 2}
	var i Ider = Derived{}
	var j Ider = &Derived{}
	var b Base = d
	var k *Base = &d
	d.Base = 1
	d.Base.ID = nil
	d.ID() = 3
	println(d.Foo, e, i, j, b, k)
	super.ID()
	this.name = "x"
}
