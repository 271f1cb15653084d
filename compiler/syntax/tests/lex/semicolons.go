package lex // comment

func f() (
	a int, // not here
) {
	x := 1 /* one
	two */ y := 2
	x++ // comment
	return // comment
	break; continue
	f(
		1,
	)
	a[0]
	{ } /* same line */ ; ;
	x = "s"
	x = 'r'
	x = `raw
string`
	x = 1.5
	x = 2i
	fallthrough
	goto
	x +
	y
	.z
}