package p

func f() {
	goto A
	x := 1
A:
	_ = x
	goto B
	{
	B:
	}
	for {
	C:
	}
	goto C
D:
	goto D
}
