package p

type T struct{}

func (T) M() int { return 1 }
func f() int     { return 1 }

func g(i int, s []int, fn func(), m map[int]int, c chan int) {
	go f()
	go f
	go i
	go int(i)
	go len(s)
	defer f()
	defer fn()
	defer fn
	defer func() {}
	defer func() {}()
	defer cap(s)
	defer T{}.M()
	defer T{}.M
	go make([]int, 1)
	go new(int)
	defer copy(s, s)
	defer delete(m, 1)
	defer close(c)
	defer panic(1)
	defer recover()
	defer print(1)
	go append(s, 1)
	defer string(i)
	go undefined()
	go f(1)
	defer min(1, 2)
	defer clear(m)
	defer complex(1, 2)
}
