package p

func f() {
	try {
		g()
	} catch (e) {
	}
}
