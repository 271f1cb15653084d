package p

import "iter"
func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			yield(i)
			if !yield("a") {
				return i
			}
		}
	}
}
func pairs() iter.Seq2[string, int] { return func(yield func(string) bool) {} }
func f() {
	for i, j := range count(3) {
	}
	for i := range count("3") {
		var s string = i
	}
	next, stop := iter.Pull(pairs())
	a, b, c := next()
	for range count {
	}
	var s iter.Seq[string] = count(1)
	var u iter.Seq
}
