package p

var a = 1
func f(x int) {
	x=!y;
	x =% y
}
