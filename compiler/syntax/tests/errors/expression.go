package p

var a = 
var b = * 
var c = 1 + 
var d = [3]int{1, 2, }[ ]

func f() {
	x := 
	y = ;
	z(  , 1)
	return +
	if x == { }
	a = b ++ + c
}
