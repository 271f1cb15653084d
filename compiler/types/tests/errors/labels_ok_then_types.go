package p

func a() int {
	i := 0
L:
	for {
		switch {
		case i > 1:
			break L
		case i > 2:
			continue L
		}
		i++
		goto M
	}
M:
	return "x"
}
