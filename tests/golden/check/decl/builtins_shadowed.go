package p

func a() {
	len := 3
	_ = len("a")
	true := false
	if true { }
	nil := 1
	var p *int = nil
	string := 5
	var s string
	_ = string(1)
	append := func(x int) int { return x }
	_ = append([]int{}, 1)
	type int string
	var i int = 1
	var error = 3
	_ = error
	func() error { return 1 }()
	iota := 1
	panic := func() {}
	panic("a")
	make := 1
	_ = make([]byte, 3)
	_, _, _, _ = p, s, i, iota
}
func noret() int { panic := func(any) {}; panic(1) }
func b(cap int, new string) { _ = cap([]int{}); _ = new(int); print := 1; print("a") }
type byte struct{}
var c byte = 1
func rune() {}
var d rune
const any = 1
var e any
func print() {}
func ff() { print(1); println(print) }
