package p

type Num interface{ ~int | ~float64 }

func add[T Num](a, b T) T {
	_ = a % b
	_ = a & b
	_ = a + "x"
	_ = a + 1
	_ = a + 1.5
	_ = a == b
	_ = a < b
	_ = !a
	_ = a.x
	_ = a[0]
	a()
	_ = len(a)
	return a + b
}

func anyop[T any](a, b T) bool {
	_ = a + b
	_ = a == b
	_ = a < b
	_ = a == nil
	var _ T = nil
	var _ T = 0
	var _ int = a
	_ = int(a)
	_ = any(a).(int)
	_ = a.(int)
	switch a.(type) {
	}
	for range a {
	}
	return a
}

func cmp[T comparable](a, b T) bool {
	_ = a < b
	return a == b
}

func slices[S ~[]E, E any](s S) E {
	_ = s[0]
	_ = s["a"]
	_ = len(s)
	_ = append(s, s[0])
	_ = append(s, 1)
	for i, v := range s {
		var _ string = i
		var _ int = v
	}
	var e E = s
	_ = s == nil
	_ = s == s
	return e
}

func bytes[T ~string | ~[]byte](x T) {
	_ = x[0]
	_ = x[1:2]
	x[0] = 1
	_ = string(x)
	_ = []byte(x)
	_ = int(x)
	for range x {
	}
}

func mixed[T ~[]int | ~map[int]int](x T) {
	_ = x[0]
	_ = len(x)
	_ = cap(x)
	_ = make(T, 1)
	_ = make(T)
	clear(x)
	delete(x, 1)
	for i, v := range x {
		_, _ = i, v
	}
}

func chans[C chan int | <-chan int](c C) {
	<-c
	c <- 1
	close(c)
	for range c {
	}
}

func conv[T ~int8 | ~uint8](x int) T {
	_ = T(300)
	_ = T(100)
	_ = T(x)
	_ = T("a")
	const c = T(1)
	return 200
}

func ptr[T any, P interface{ *T; M() }](t T) {
	P(&t).M()
	t.M()
	var p P = &t
	_ = *p
}
