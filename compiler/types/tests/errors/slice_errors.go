package p

func f() [3]int { return [3]int{} }

func g(s string, arr [3]int, pa *[3]int, sl []int, m map[int]int, i int) {
	_ = s[1:2]
	_ = s[1:2:3]
	_ = s[2:1]
	_ = arr[1:5]
	_ = arr[:4]
	_ = arr[2:1]
	_ = arr[3:]
	_ = arr[0:1:5]
	_ = arr[0:3:2]
	_ = f()[:]
	_ = f()[0]
	_ = pa[:4]
	_ = sl[5:2]
	_ = sl[1:2:1]
	_ = sl["a":]
	_ = sl[:-1]
	_ = m[:]
	_ = i[1:2]
	_ = "abc"[1:5]
	_ = "abc"[2:1]
	_ = nil[:]
	_ = [3]int{}[:]
	_ = sl[1.5:]
}
