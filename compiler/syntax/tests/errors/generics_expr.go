package p

func f() {
	a := F[int]
	b := F[int, ]
	c := F[]
	d := F[int string]
	e := G[int](1
	g := a < b, c > (d)
	h := []F[int{1}
	var i F[]
	var j F[int
}
