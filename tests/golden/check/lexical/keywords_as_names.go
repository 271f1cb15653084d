package p

func f() {
	type := 3
	func := 4
}
