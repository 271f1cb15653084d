package main

func main() {
	println(1, -5, 3.5, "s", true, 'a', , uint8(3), 1e100, float32(2.5), 1+2i, int64(-1), uintptr(0x10))
	print("a", 1, 2.0, )
	var e error
	println(e)
	var p *int
	var defer  m map[int]int
	var s []int
	var f func()
	println(p, m, f, s == nil)
	println()
	println(1e6, 1e21, -0.0, 123456789.0, 0.1, 1.0/3)
}
