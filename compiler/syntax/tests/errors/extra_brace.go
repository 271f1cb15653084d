package p

func f() {
	x()
	}
}

func g() {
	y()
}
}

var x = 1
