package p

type T struct{ a int }

func f() {
	if x == T{1} {
	}
	for _, v := range T{1, 2} {
	}
	switch x := T{}; x.a {
	}
	if f(T{1}) && (T{2} == x) {
	}
	for i := range []T{{1}} {
	}
	if x == struct{}{} {
	}
	(T){1}
	y := (T){2}
}
