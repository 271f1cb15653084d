package p

func f() {
	x := (1 + 2
	y := (3 4)
	z := ((5)
}

var v = (1 + )
