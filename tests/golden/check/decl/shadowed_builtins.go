package p

func f() {
	len := 3
	println(len("x"))
	string := "s"
	_ = string(1)
	var int string
	var x int = 1
	nil := 1
	var p *bool = nil
	true := false
	_ = true
}
