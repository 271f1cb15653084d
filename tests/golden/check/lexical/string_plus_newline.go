package p

func f() string {
	return "a"
		+ "b"
}
