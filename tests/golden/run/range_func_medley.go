package main

import (
	"fmt"
	"iter"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("count done", n)
		for i := 0; i < n; i++ {
			if !yield(i) {
				fmt.Println("stopped at", i)
				return
			}
		}
	}
}
func f1() (r int) {
	defer func() { fmt.Println("f1 deferred", r) }()
	for i := range count(5) {
		defer func() { fmt.Println("in-loop defer", i, r); r++ }()
		if i == 2 {
			return i * 10
		}
	}
	return -1
}
func f2() {
outer:
	for i := range count(3) {
		for j := range count(3) {
			if j == 1 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			fmt.Println("f2", i, j)
		}
	}
	fmt.Println("f2 end")
}
func f3() {
	n := 0
again:
	for i := range count(4) {
		if i == 1 && n < 2 {
			n++
			goto again
		}
		if i == 3 {
			goto end
		}
	}
end:
	fmt.Println("f3", n)
}
func bad(yield func(int) bool) {
	yield(1)
	yield(2)
}
func worse(yield func(int) bool) {
	defer func() { fmt.Println("rec", recover()); yield(9) }()
	for i := 0; ; i++ {
		yield(i)
	}
}
func f4() {
	defer func() { fmt.Println("f4 rec:", recover()) }()
	for i := range bad {
		fmt.Println("bad", i)
		break
	}
}
func f5() {
	defer func() { fmt.Println("f5 rec:", recover()) }()
	for i := range worse {
		if i == 2 {
			panic("boom")
		}
	}
}
func f6() (s string, err error) {
	for i := range 10 {
		for j := range count(2) {
			switch {
			case i == 0:
				continue
			case j == 1:
				return fmt.Sprint(i, j), nil
			}
			select {
			default:
				fmt.Println("sel", i, j)
			}
		}
	}
	return
}
func f7() {
	next, stop := iter.Pull(count(3))
	fmt.Println(next())
	fmt.Println(next())
	stop()
	fmt.Println(next())
	next2, stop2 := iter.Pull2(func(y func(int, string) bool) { y(1, "a"); panic("in pull") })
	fmt.Println(next2())
	func() {
		defer func() { fmt.Println("r", recover()) }()
		next2()
	}()
	fmt.Println(next2())
	stop2()
}

var leaked func(int) bool

func leak(y func(int) bool) { leaked = y; y(1) }
func f8() {
	for x := range leak {
		fmt.Println("leak", x)
	}
	defer func() { fmt.Println("f8", recover()) }()
	leaked(2)
}
func fib(y func(int, int) bool) {
	a, b := 0, 1
	for i := 0; y(i, a); i++ {
		a, b = b, a+b
	}
}

type T struct{ xs []int }

func (t *T) Each(y func(int) bool) {
	for _, x := range t.xs {
		if !y(x) {
			return
		}
	}
}
func f9() {
	t := &T{[]int{1, 2, 3}}
	var fs []func() int
	for x := range t.Each {
		fs = append(fs, func() int { x *= 2; return x })
	}
	for _, f := range fs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
	for range t.Each {
		fmt.Print(".")
	}
	var i, v int
	for i, v = range fib {
		if v > 50 {
			break
		}
	}
	fmt.Println(i, v)
	for range func(y func() bool) { y() } {
		fmt.Println("zero")
	}
}
func f10() {
	defer fmt.Println("f10 outer defer")
	for i := range count(2) {
		defer func() {
			if r := recover(); r != nil {
				fmt.Println("recovered", r, i)
			}
		}()
		if i == 1 {
			var m map[string]int
			m["a"] = 1
		}
	}
	fmt.Println("not here")
}
func main() {
	fmt.Println(f1())
	f2()
	f3()
	f4()
	f5()
	fmt.Println(f6())
	f7()
	f8()
	f9()
	f10()
	for range count(1) {
		defer func() { panic("again") }()
		panic("first")
	}
}
