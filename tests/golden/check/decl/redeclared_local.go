package p

func f(p int) {
	var x int
	var x string
	y := 1
	y := 2
	p := 3
	var p int
	a, a := 1, 2
	const c, c = 1, 2
	type T int
	type T string
	{
		x := 1
	}
}
