package main

import (
	"fmt"
	"runtime"
	"strings"
)

var sink int64

func f(p *int32) {
	v := *p
	sink = int64(v)
}

func g(a, b int, s string) int {
	return a / b
}

func h(xs []int, i int) int {
	return xs[i] +
		xs[i+1] +
		xs[i+2]
}

type T struct{ m map[string]int }

func (t *T) set(k string) *T {
	t.m[k] = 1
	return t
}

func try(name string, fn func()) {
	defer func() {
		recover()
		fmt.Println(name, where())
	}()
	fn()
}

func mk() *T { return &T{m: map[string]int{}} }

func main() {
	try("deref", func() {
		f(nil)
	})
	try("multi", func() {
		g(
			1,
			0,
			"x",
		)
	})
	try("chain", func() {
		mk().
			set("a").
			set("b")
		(&T{}).
			set("a").
			set("b")
	})
	try("idx", func() {
		h([]int{1},
			0)
	})
	try("args", func() {
		fmt.Sprint(
			g(1, 1, ""),
			g(
				1,
				0,
				""),
			"z")
	})
	try("struct", func() {
		type P struct{ a, b int }
		z := 0
		_ = P{
			a: 1,
			b: 2 / z,
		}
	})
	try("assert", func() {
		var x any = 1
		s :=
			x.(string)
		fmt.Println(s)
	})
	try("expr", func() {
		z := 0
		y := 1 +
			2*
				3/
				z
		fmt.Println(y)
	})
	try("cond", func() {
		var p *T
		if true &&
			p.m != nil {
			fmt.Println()
		}
	})
	try("ret", func() {
		func() (int, int) {
			var p *int
			return 1,
				*p
		}()
	})
	try("field", func() {
		var p *struct{ q *struct{ r int } } = &struct{ q *struct{ r int } }{}
		x := p.
			q.
			r
		fmt.Println(x)
	})
	try("store", func() {
		var a []int
		i := 5
		a[i] =
			g(1, 1, "")
	})
	try("callnil", func() {
		var fn func(int, int)
		fn(
			1,
			g(1, 1, ""))
	})
	try("map", func() {
		var m map[string]int
		m["a"] =
			1
	})
	try("lit", func() {
		z := 0
		_ = []int{
			1,
			2,
			3 / z,
		}
	})
	try("switch", func() {
		z := 0
		switch 1 {
		case 2:
		case 5 / z:
		}
	})
	try("for", func() {
		var p *int
		for i := 0; i < 3; i +=
			*p {
		}
	})
	try("copyarr", func() {
		var p *[3]int
		x := *p
		fmt.Println(x)
	})
	try("range", func() {
		var p *[3]int
		for i, v := range p {
			fmt.Println(i, v)
		}
	})
	try("slice", func() {
		s := "abc"
		j := 9
		fmt.Println(
			s[1:2],
			s[1:j],
		)
	})
	try("panic", func() {
		panic(
			fmt.Sprint(
				"x"))
	})
}

func where() []int {
	var out []int
	pcs := make([]uintptr, 30)
	fr := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		f, more := fr.Next()
		if strings.HasPrefix(f.Function, "main.") && f.Function != "main.main" && f.Function != "main.try" && f.Function != "main.try.func1" {
			out = append(out, f.Line)
		}
		if !more {
			return out
		}
	}
}
