package p

func f() {
	while x {
	}
	x = y ? 1 : 2
	int x = 3
	x = not y
	do { } while x
	try { }
	x = y and z
	fn := (x) => x
	++x
	x = y++
	a = [1, 2]
	let z = 1
}
