package p

func f(i int, s string, a any) {
	switch i {
	case "a":
	case 1.5:
	case 1, 2:
	case 1:
	case s:
	case nil:
	}
	switch s {
	case "a", "b", "a":
	case 1:
	}
	switch {
	case i:
	case i > 1:
	case true:
	}
	switch a {
	case 1, "a", 1:
	case []int{}:
	}
	switch f {
	case nil:
	}
	switch nil {
	}
	switch i.(type) {
	}
	switch f() {
	}
}
