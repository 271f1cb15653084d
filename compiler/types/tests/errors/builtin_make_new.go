package p

type T struct{}

func g(n int, f float64, s string) {
	_ = make([]int, 1)
	_ = make([]int)
	_ = make([]int, 1, 2, 3)
	_ = make([]int, 5, 2)
	_ = make([]int, -1)
	_ = make([]int, 1.5)
	_ = make([]int, f)
	_ = make([]int, s)
	_ = make([]int, "a")
	_ = make(map[int]int)
	_ = make(map[int]int, 1, 2)
	_ = make(chan int, n)
	_ = make(chan int, "x")
	_ = make(T)
	_ = make(int)
	_ = make()
	_ = make(5)
	_ = make(n)
	_ = make([]undefined, 1)
	_ = make([3]int)
	make([]int, 1)
	_ = new(int)
	_ = new()
	_ = new(int, int)
	_ = new(5)
	_ = new(nil)
	_ = new(s)
	new(int)
	_ = new(undefined)
	_ = new
	_ = make
	_ = make([]int, 1e3)
	_ = make([]int, 1<<63)
	_ = make([]int, 10, 1.0)
}
