package p

func f() {
	if {
	}
	if x = 1 {
	}
	if x := 1 {
	}
	if x; {
	}
	if x
	{
	}
	if x y {
	}
	if x++ {
	}
	if var y = 1; y > 0 {
	}
	if a = b + c; d {
	}
	if a + b = c + d {
	}
}
