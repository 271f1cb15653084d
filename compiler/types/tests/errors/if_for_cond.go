package p

type B bool

func two() (bool, bool) { return true, false }

func g(i int, s string, b B, p *int) {
	if i {
	}
	if s {
	}
	if 1 {
	}
	if nil {
	}
	if b {
	}
	if p == nil {
	}
	if i = 1; i > 0 {
	}
	if two() {
	}
	if undefined {
	}
	if x := 1; x {
	}
	for i {
	}
	for ; s; {
	}
	for i := 0; i < "a"; i++ {
	}
	for i := 0; i < 10; i += "a" {
	}
	if i == 1 && s {
	}
	if !i {
	}
	if int {
	}
	if true {
	} else if i {
	}
}
