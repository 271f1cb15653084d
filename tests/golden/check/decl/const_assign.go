package p

const a = 1
func f() {
	a = 2
	a++
	a += 1
	p := &a
	const b = 1
	b = 2
	_ = p
}
