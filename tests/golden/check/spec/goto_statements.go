package p

func a() {
	goto End
	x := 1
	_ = x
End:
}
func b() {
	if true {
		goto In
	}
	for {
	In:
	}
}
func c() {
	goto Missing
Unused:
}
func d() {
L:
	{
		goto L
	}
	goto M
	{
	}
M:
}
func e() {
	{
	X:
	}
	goto X
}
