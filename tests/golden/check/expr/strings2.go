package p

func f(s string, b byte, r rune) {
	s = b
	s = s + 'a'
	_ = s == 'a'
	_ = s[0] == "a"
	s[0] = 'b'
	_ = s.len
	_ = s.length()
	_ = len(s) == "1"
	_ = s[1.5]
	_ = &s[0]
	for i, c := range s {
		s += c
		i = c
	}
	switch s[0] {
	case "a":
	}
}
