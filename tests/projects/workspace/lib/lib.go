package lib

func Loop() (ns []int) {
	var fs []func() int
	for i := 0; i < 2; i++ {
		fs = append(fs, func() int { return i })
	}
	for _, f := range fs {
		ns = append(ns, f())
	}
	return
}
