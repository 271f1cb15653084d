package p

func f(s string) {
	var b byte = 300
	var r rune = 1 << 40
	c := 'a'
	var i int = c
	i = s[0]
	for _, r := range s {
		i = r
	}
	var x []byte = s
	var y []rune = []byte("a")
	_, _, _, _, _ = b, r, i, x, y
}
