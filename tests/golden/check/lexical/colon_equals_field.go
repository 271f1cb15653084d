package p

type T struct{ x int }
func f() {
	var t T
	t.x := 1
	a[0] := 2
	t.x, y := 1, 2
}
