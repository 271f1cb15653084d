package p

var func = 1
var if int

func type() {}

func f() {
	var range = 1
	for := 2
	chan = 3
	x.type()
	map := 4
	return := 5
	interface = 6
	select = 7
}
