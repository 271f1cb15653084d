package p

func f(n int, r rune, b byte, s string) {
	_ = string(n)
	_ = string(r)
	_ = string(1.5)
	_ = rune(s)
	_ = byte(s)
	_ = []byte(n)
	_ = []rune(s) + "a"
	_ = int(s)
	_ = s + string(n) + n
	_ = string([]int{1})
	_ = string([]byte{1, 256})
	_ = []string(s)
	_ = float64("1.5")
	_ = bool("true")
	_ = string(true)
	_ = int(true)
	_ = bool(1)
}
