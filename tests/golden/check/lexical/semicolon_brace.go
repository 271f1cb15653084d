package p

func f()
{
	println(1)
}
func g() {
	if true
	{
	}
}
