package p

type T struct{ f []int }
type C struct{ a int }

func two() (int, int) { return 1, 2 }

func g(i int, s string, t T, c C, e any, b bool, f float64, sl []int, fn func()) {
	switch i {
	case 1, 2, 1:
	case 2:
	case "a":
	case 1.5:
	case nil:
	case b:
	case 1.0:
	}
	switch s {
	case "a", "b":
	case "a":
	case 1:
	case 'a':
	}
	switch t {
	case T{}:
	}
	switch c {
	case C{}:
	case nil:
	}
	switch e {
	case 1, "a", nil, 1.0:
	case 1:
	case T{}:
	case sl:
	}
	switch {
	case i:
	case true:
	case i > 1:
	case "a":
	case 1:
	}
	switch sl {
	case nil:
	}
	switch fn {
	case nil, nil:
	}
	switch two() {
	}
	switch nil {
	}
	switch undefined {
	case 1:
	}
	switch int {
	}
	switch f {
	case 1, 1.0:
	case 2:
	}
	switch 5 {
	case 5, 6:
	case 1.5:
	}
	switch x := i; x {
	}
	switch x := i; {
	}
	switch i {
	case undefined:
		y := 1
	}
	switch b {
	case true, false, true:
	}
	switch i {
	default:
	case 1:
	default:
	}
	switch len {
	}
	switch i {
	case i == 1:
	}
}
