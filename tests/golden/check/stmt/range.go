package p

func f(n int, s []int, m map[string]int, c chan int, st struct{}, p *[3]int, ps *[]int, fl float64, fn func()) {
	for i, v, w := range s {
	}
	for i := range st {
	}
	for i, v := range c {
	}
	for i, v := range n {
	}
	for i := range fl {
	}
	for i := range ps {
		_ = i
	}
	for i := range fn {
	}
	for range nil {
	}
	var x string
	for x = range s {
	}
	for x, x = range m {
	}
	for k, v := range m {
		var a int = k
		var b string = v
	}
	for i := range 1.5 {
	}
	for i := range "s" + 1 {
	}
	for 1 = range s {
	}
	for i := range 10 {
		i = "a"
	}
	var sc chan<- int
	for range sc {
	}
	for v := range undefined {
	}
}
