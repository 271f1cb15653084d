package p

import "iter"
func f0(yield func() bool) {}
func f1(yield func(int) bool) {}
func f2(yield func(int, string) bool) {}
func f3(yield func(int, string, bool) bool) {}
func f4(yield func(int)) {}
func f5(yield func(int) bool) int { return 0 }
func f6() {}
func f7(a, b int) {}
func f8(yield func(int) int) {}
type T struct{}
func (T) All() iter.Seq[int] { return nil }
func (T) All2() iter.Seq2[int, string] { return nil }
func main() {
	for range f0 {}
	for x := range f0 { _ = x }
	for x := range f1 { _ = x }
	for x, y := range f1 { _, _ = x, y }
	for x, y := range f2 { var s string = x; var n int = y; _, _ = s, n }
	for range f3 {}
	for range f4 {}
	for range f5 {}
	for range f6 {}
	for range f7 {}
	for range f8 {}
	for x := range T{}.All { _ = x }
	for x := range T{}.All() { var s string = x; _ = s }
	for x, y, z := range f2 { }
	for x := range 10 { x = "a" }
	for x, y := range 10 { _, _ = x, y }
	for x := range 1.5 { _ = x }
	for x := range "abc" { var b byte = x; _ = b }
	for i, r := range "abc" { var b byte = r; _, _ = i, b }
	for i := range nil { _ = i }
	for i := range T{} { _ = i }
	for i := range &[3]int{} { _ = i }
	for i := range &[]int{} { _ = i }
	for i := range func() {} { _ = i }
	var i8 int8
	for i8 = range 1000 { }
	for i := range int8(5) { i = 300 }
	for i := range 1 << 70 { _ = i }
	var ch chan<- int
	for x := range ch { _ = x }
	for a, b := range make(chan int) { _, _ = a, b }
	for i := range 3 { }
	for i, _ := range []int{} { }
	for _, v := range []int{} { }
	for undefined1 = range 3 {}
	var s string
	for s = range []int{1} {}
	for s, s = range map[int]bool{} {}
}
