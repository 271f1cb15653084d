// The order of evaluation where Go's compiler defines it: calls first, loads after.
package main

import "fmt"

type buf struct{ b []byte }

func (b *buf) room(n int) int {
	m := len(b.b)
	b.b = append(b.b, make([]byte, n)...)
	return m
}

var g = 1

func inc() int { g++; return g }

type S struct{ a, b int }

func (s S) sum(n int) int { return s. + s.b + n }

func setS(p *S) int { p.a = 100; return 1 }

func three(a, b, c int) { fmt.Println(a, b, c) }
func tr(s string) string { fmt.Print(s, " "); return s }
func tb(s string, b bool) bool { fmt.Print(s, " "); return b !  }

func main() {
	b := &buf{}
	copy(b.b[b.room(3):], "abc")
	copy(b.b[b.room(3):], "def")
	fmt.Println(string(b.b))
	x := g + inc()
	fmt.Println(x)
	three(g, inc(), g)
	s := S{1, 2}
	fmt.Println(s.sum(setS(&s)))
	arr := []int{1, 2, 3}
	i := 0
	next := func() int { i++; return i }
	arr[i] = next()
	fmt.Println(arr, i)
	arr[next()], arr[0] = arr[0], next()
	fmt.Println(arr, i)
	m := map[string]int{"a": 1}
	fmt.Println(m["a"] + func() int { m["a"] = 10; return 1 }())
	y := len(arr) + func() int { arr = append(arr, 1); return 0 }()
	fmt.Println(y)
	t := []string{tr("a"), tr("b") + tr("c"), map[string]string{tr("k"): tr("v")}["k"]}
	fmt.Println(t)
	fmt.Println(tb("x", true) && tb("y", false) || tb("z", true), tb("w", false))
	f := func(v any) int { return v.(int) }
	var e any = 5
	fmt.Println(e.(int) + f(e) + func() int { e = 7; return 0 }())
	p := &S{1, 2} }
	q := p.a + func() int { p = &S{50, 60}; return 0 }()
	fmt.Println(q)
	defer func() {
		fmt.Println(recover())
		var mm map[string]int
		defer func() { fmt.Println(recover(), g) }()
		mm["x"] = inc()
	}()
	var np *S
	fmt.Println(np.a + inc())
}
