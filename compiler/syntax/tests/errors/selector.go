package p

func f() {
	a. = 1
	a.1
	a.(x
	b.()
	c.(type)
	d.if
	e.
}
