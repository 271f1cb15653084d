package control

func f() {
	if x {
	}
	if x := 1; x > 0 {
	} else if y {
	} else {
	}
	if ; x {
	}
	if f(T{1}) == (T{2}) {
	}
	if x == (struct{}{}) {
	}
	for {
	}
	for x {
	}
	for i := 0; i < 10; i++ {
	}
	for ; ; {
	}
	for ; x; {
	}
	for i = 0; ; i += 2 {
	}
	for range 10 {
	}
	for range x {
	}
	for i := range x {
	}
	for i, v := range x {
	}
	for i, v = range x {
	}
	for x.y, *p = range m {
	}
	for _, v := range []int{1, 2} {
	}
	for _, v := range [...]T{{1}} {
	}
	for k := range map[string]int{"a": 1} {
	}
	for x := range seq(func(yield func(int) bool) {}) {
	}
	for f := func() int { return 1 }; f() > 0; {
	}
	switch {
	}
	switch x {
	case 1, 2:
		f()
		fallthrough
	case 3:
	default:
		g()
	}
	switch x := f(); x {
	case 1:
	}
	switch x := f(); {
	case x > 0:
	}
	switch ; {
	}
	switch x.(type) {
	case int, []string, *T, func(), chan int, map[string]int, nil:
	case interface{ M() }:
	case p.T, G[int]:
	default:
	}
	switch v := x.(type) {
	}
	switch y := 1; v := x.(type) {
	case struct{}:
	}
	select {
	}
	select {
	case <-ch:
	case v := <-ch:
	case v, ok := <-ch:
	case v, ok = <-ch:
	case a[0] = <-ch:
	case ch <- 1:
		f()
	case (<-ch):
	default:
	}
}
