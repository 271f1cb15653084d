package p

type T struct{ x int }

func f(t T, s []int) {
	for t.x := range s {
	}
	for i, s[0] := range s {
	}
	for t.x = range s {
	}
	t.x, y := 1, 2
}
