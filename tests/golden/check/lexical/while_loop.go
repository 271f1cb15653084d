package p

func f() {
	while true {
	}
	do {
	} while (x)
}
