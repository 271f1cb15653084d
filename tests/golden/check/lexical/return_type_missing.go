package p

func f() -> int {
	return 1
}
func g(): int {
	return 1
}
