// What the variables of a loop hold goes on to its next round, though each round has variables of its own.
package main

import "fmt"

type node struct {
	v    *int
	next *node
}

type counter func() int

func closures() {
	for i, f := 0, func() int { return -1 }; i < 3; i++ {
		fmt.Print(f(), " ")
		f = func() int { return i }
	}
	fmt.Println()
}

func addresses() {
	for i, p := 0, new(int); i < 3; i++ {
		q := p
		p = &i
		fmt.Print(*q, q == p, " ")
	}
	fmt.Println()
}

func lists() {
	for i, l := 0, (*node)(nil); i < 4; i++ {
		l = &node{&i, l}
		if i == 3 {
			for ; l != nil; l = l.next {
				fmt.Print(*l.v, " ")
			}
		}
	}
	fmt.Println()
}

func boxes() {
	for i, last := 0, any(nil); i < 3; i++ {
		x := i * 10
		if p, ok := last.(*int); ok {
			fmt.Print(*p, p == &x, " ")
		}
		last = &x
	}
	for i, s := 0, []*int(nil); i < 3; i++ {
		x := [1]int{i}
		s = append(s, &x[0])
		for _, p := range s {
			fmt.Print(*p, " ")
		}
	}
	fmt.Println()
}

func chained() {
	for i, c := 0, counter(nil); i < 4; i++ {
		before := c
		c = func() int {
			i += 100
			defer func() { i -= 100 }()
			if before == nil {
				return i
			}
			return i + before()
		}
		fmt.Print(c(), " ")
	}
	fmt.Println()
}

func inner() {
	for i, outer := 0, (*int)(nil); i < 3; i++ {
		for j, p := 0, outer; j < 2; j++ {
			if p != nil {
				fmt.Print(*p, " ")
			}
			v := 10*i + j
			p = &v
			outer = p
		}
	}
	fmt.Println()
}

func main() {
	closures()
	addresses()
	lists()
	boxes()
	chained()
	inner()
}
