package p

func f(s string, b byte, r rune) {
	s = b
	s = r
	s = 'a'
	s = s + b
	s = s + 'a'
	s = s + r
	b = "a"
	b = s[0:1]
	r = s[0]
	r = "a"
	_ = s == 'a'
	_ = s[0] == "a"
	s[0] = 'b'
	if s == nil {
	}
	_ = s * 2
	_ = "a" "b"
}
