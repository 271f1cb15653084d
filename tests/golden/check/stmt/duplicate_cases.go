package p

func f(x int, s string, b bool, i any, fl float64, r rune, c chan int) {
	switch x { case 1, 2: case 3, 1: case 2: case 1 + 1: default: default: }
	switch s { case "a": case "b", "a": case "a" + "": }
	switch b { case true: case false: case true: }
	switch { case true: case true: case x > 1: case x > 1: case false: }
	switch i { case 1: case 1: case "a": case "a": case 1.0: case int8(1): case nil: case nil: case []int{}: case func() {}: }
	switch fl { case 1: case 1.0: case 0.5: case .5: }
	switch r { case 'a': case 97: case 'b': case "b": }
	switch i.(type) { case int: case string, int: case nil: case nil: case error: case error: case any: case interface{}: case *int: case *int: default: default: }
	switch y := i.(type) { }
	switch y := i.(type) { case int: }
	switch y := i.(type) { case int: _ = y + "a"; case string: _ = y + 1; case int, string: _ = y + 1; case nil: _ = y + 1; default: y.foo() }
	switch x := x; x { case "a": case 1.5: case nil: case 1 << 70: }
	switch x.(type) { }
	switch x := 5; { case x: }
	switch f { case nil: }
	switch c { case nil: case nil: }
	switch []int{} { case nil: }
	switch func() {} { }
	switch struct{ a []int }{} { case struct{ a []int }{}: }
	switch nil { case nil: }
	switch x { case x: case x: }
	switch { case 1: case "a": case nil: case x: }
	select { default: default: }
	select { case <-c: case c <- 1: case x := <-c: case y, ok := <-c: case x = <-c: case c <- "a": case x: case x + 1: case <-x: case x, s = <-c: }
	_ = map[string]int{"a": 1, "b": 2, "a": 3}
	_ = map[any]int{1: 1, 1.0: 2, "a": 1, 1: 3, int8(1): 1}
	_ = map[bool]int{true: 1, false: 2, true: 3}
	_ = map[[2]int]int{{1, 2}: 1, {1, 2}: 2}
	_ = map[float64]int{1: 1, 1.0: 2}
	_ = map[[]int]int{}
	_ = map[[1]func()]int{}
	_ = map[func()]int{}
	_ = []int{0: 1, 1: 2, 0: 3}
	_ = [...]string{2: "a", "b", 3: "c"}
	_ = struct{ a, b int }{a: 1, a: 2}
}
