package p

type T struct{ x int }
func f() {
	if t := T{1}; t.x == 1 {
	}
	if t == T{1} {
	}
	_ = (T){1}
	_ = (struct{}){}
}
