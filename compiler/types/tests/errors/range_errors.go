package p

type Iter func(yield func(int) bool)

func g(i int, s string, m map[string]int, c chan int, so chan<- int, arr [3]int, pa *[3]int, f float64, e any, b bool, u8 uint8) {
	for x := range i {
		var _ string = x
	}
	for x, y := range i {
	}
	for x := range s {
		var _ string = x
	}
	for _, y := range s {
		var _ string = y
	}
	for k, v := range m {
		var _ int = k
		var _ string = v
	}
	for x, y := range c {
	}
	for x := range so {
	}
	for x := range f {
	}
	for x := range e {
	}
	for range b {
	}
	for range nil {
	}
	for range 1.5 {
	}
	for range 10.0 {
	}
	for x := range 5 {
		var _ int8 = x
	}
	for range pa {
	}
	for i := range u8 {
		var _ int = i
	}
	var q string
	for q = range arr {
	}
	var r int
	for _, r = range []string{} {
	}
	for r = range m {
	}
	for _ = range c {
	}
	for _, _ = range c {
	}
	for x := range func(yield func(int) bool) {} {
		var _ string = x
	}
	for x, y := range func(yield func(int) bool) {} {
	}
	for x := range func(yield func() bool) {} {
	}
	for range func() {} {
	}
	for range func(int) {} {
	}
	for range func(yield func(int)) {} {
	}
	for range func(yield func(int, int, int) bool) {} {
	}
	for range func(yield func(...int) bool) {} {
	}
	for range func(yield func(int) bool) int { return 1 } {
	}
	for range Iter(nil) {
	}
	for _, _ := range arr {
	}
	for _ := range arr {
	}
	for range undefined {
	}
	for x := range undefined {
	}
	for range g {
	}
	var w int8
	for w = range 1000 {
	}
	var z float64
	for z = range 10 {
	}
	for i := range 1 << 70 {
	}
	for 1 = range arr {
	}
	_ = q
}
