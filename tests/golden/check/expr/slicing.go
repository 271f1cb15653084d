package p

func f(a []int, b [3]int, s string, m map[string]int, p *[3]int, i int) {
	_ = a[2:1]
	_ = a["a":]
	_ = a[1:2:1]
	_ = b[0:4]
	_ = s[1:2:3]
	_ = m[1:2]
	_ = i[1:]
	_ = a[-1:]
	_ = p[:4]
	_ = a[1.5:]
	_ = "abc"[4:]
	_ = [3]int{}[:]
	_ = a[::]
	_ = a[:1:]
	_ = "abc"[2:1]
	_ = a[1:nil]
}
