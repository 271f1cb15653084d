package p

func f(x int) {
	switch y := x; y {
	case "a":
	}
	switch y := x; {
	case y:
	}
	switch x := x.(type) {
	}
	switch x {
	case x > 1:
	}
	switch {
	case 1:
	}
	switch true {
	case x:
	}
	switch x := 5; x := any(x).(type) {
	case int:
	}
	switch f(x) {
	}
	switch f := f; f {
	}
}
