package p

func f() {
	L := 1
L:
	for {
		break L
	}
	func() {
		break L
		goto L
	}()
	_ = L
}
