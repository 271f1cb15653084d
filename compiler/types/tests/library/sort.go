package sort

func Slice(x any, less func(i, j int) bool) {}
func Ints(x []int)                          {}
func Strings(x []string)                    {}
