package p

func f(a int, b string) (c int) {
	const k = 1
	type t int
	return
}
func g() { x, err := 1, error(nil) }
func h() { var e error; e = nil }
