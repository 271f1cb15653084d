package p

func count(words []string) map[string]int {
	m := map[string]int
	for _, w := range words {
		m[w]++
		m[w] += "1"
		m[1]++
	}
	for k, v := range m {
		if v == k {
			delete(m, v)
		}
	}
	if n, ok := m["a"]; !ok || n {
		return m["b"]
	}
	return m
}

func rev(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], s[i]
	}
	s[0] = 'x'
	b := []byte(s)
	b[0] = "x"
	for i := 0; i < s; i++ {
	}
	return r
}
