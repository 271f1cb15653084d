package p

var a = nil
var b *int = nil
var c int = nil
var d string = nil
var e []int = nil
var f struct{} = nil
var g [3]int = nil
var h error = nil
var i any = nil
var j chan int = nil
var k map[int]int = nil
var l func() = nil
const m = nil
func n() { x := nil; return nil }
func o() int { return nil }
func p() error { return nil }
func q(x int) {
	q(nil)
	nil()
	nil.x()
	_ = nil[0]
	_ = *nil
	_ = &nil
	_ = !nil
	_ = nil + nil
	_ = nil == 1
	_ = len(nil)
	_ = []int{nil}
	_ = map[string]int{nil: 1}
	for range nil {}
	switch nil {}
	if nil {}
	nil <- 1
	<-nil
	_ = nil.(int)
	_ = any(nil)
	_ = (*int)(nil)
	panic(nil)
	_ = append(nil, 1)
	_ = [1]int{nil}
	_ = struct{ x int }{nil}
	go nil()
	defer nil()
	x = nil
	var y, z = nil, 1
}
