package p

func f() {
	{
		a := 1
		{
			b := a
			_ = b
		}
		_ = b
	}
	_ = a
	if c := 1; c > 0 {
	} else if d := 2; d > c {
	} else {
		_ = c + d
	}
	_ = c
}
