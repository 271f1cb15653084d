// Nil pointers and interfaces at method calls, method values, go and defer; blank fields stay zero.
package main

import "fmt"

type Inner struct{ Err int }

func (i *Inner) M() int { return 86 }

type Outer struct{ Inner }
type Outer2 struct {
	x int
	Inner
}
type POuter struct{ *Inner }
type Closer interface{ Close() }

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
	fmt.Println(name, "returned")
}

var x = struct{ a, _, c int }{1, 2, 3}

type blank struct {
	_ string
	a [20]int
	_ int
}

var nilArr *[4]int

func main() {
	var o *Outer
	var o2 *Outer2
	var p POuter
	var pp *POuter
	try("outer", func() { fmt.Println(o.M()) })
	try("outer2", func() { fmt.Println(o2.M()) })
	try("p", func() { fmt.Println(p.M()) })
	try("pp", func() { fmt.Println(pp.M()) })
	try("inner", func() { fmt.Println(o.Inner.M()) })
	try("addr", func() { fmt.Println((&o.Inner).M()) })
	try("direct", func() { var i *Inner; fmt.Println(i.M(), (*i).M()) })
	try("mv", func() { f := o.M; fmt.Println("not reached", f()) })
	try("mv2", func() { var i *Inner; f := i.M; fmt.Println(f()) })
	try("defer", func() { var c Closer; defer c.Close(); fmt.Println("not reached") })
	try("deferfn", func() { var c func(); defer c(); fmt.Println("reached") })
	try("defer in loop", func() {
		var c Closer
		for range 2 {
			defer c.Close()
		}
	})
	try("go", func() { var c Closer; go c.Close() })
	fmt.Println(x, struct{ _, b string }{"no", "yes"})
	z := 5
	y := struct{ _, _, b int }{z, z + 1, z + 2}
	fmt.Println(y)
	fmt.Printf("%v\n", blank{a: [20]int{1}})
	q := []struct{ _, v int }{{1, 2}, {3, 4}}
	fmt.Println(q, len(*nilArr), len(nilArr), cap(nilArr))
	for i := range *nilArr {
		fmt.Print(i)
	}
	for i := range nilArr {
		fmt.Print(i)
	}
	fmt.Println()
	try("range value", func() {
		for i, v := range nilArr {
			fmt.Println(i, v)
		}
	})
	fmt.Println(x == struct{ a, _, c int }{1, 9, 3})

	// An interface variable that only ever holds one type is called directly.
	var ip *Inner
	var vs interface{ V() int }
	try("unset", func() { fmt.Println(vs.V()) })
	try("value method", func() {
		var v interface{ V() int } = ip
		fmt.Println(v.V())
	})
	try("through a wrapper", func() { fmt.Println(callV(ip)) })
}

func (i Inner) V() int { return i.Err }

//go:noinline
func callV(v interface{ V() int }) int {
	return v.V()
}
