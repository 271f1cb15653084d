package p

func a(x ...int, y int) {}
func b(x ...int)        {}
func c(...int, string)  {}
func d() ...int         { return nil }

var e func(...int) = b
var f func([]int) = b
var g ...int

func h() {
	b(1, 2, 3)
	b([]int{1}...)
	b([]string{}...)
	b(1, []int{}...)
	b(nil...)
	b([3]int{}...)
	b("a"...)
	b(1, "a", 2)
	var x []int = b
}
