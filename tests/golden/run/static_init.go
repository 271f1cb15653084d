// First values that can be computed before the program runs, among others that cannot: nobody can tell which is which.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

type node struct {
	name string
	next *node
	kids []*node
	tags [2]string
	any  any
}

type shower interface{ show() string }

func (n *node) show() string { return "<" + n.name + ">" }

var (
	leaf          = &node{name: "leaf"}
	root          = &node{name: "root", next: leaf, kids: []*node{leaf, {name: "anonymous"}}, tags: [2]string{"x", "y"}, any: 7}
	alias         = root
	byVal         = *leaf
	shown  shower = root
	errOne        = errors.New("one")
	errTwo        = errors.New("one")
	table         = [...][]int{{1, 2, 3}, nil, {4}}
	frac          = []float64{0.5, -1, 1e300}
	sparse        = [5]string{1: "b", 3: "d"}
	fn            = strings.ToUpper
	lit           = func(n int) int { return n * factor }
	iface         = []any{1, "s", 2.5, nil, leaf, errOne}
	empty         = &struct{}{}
	factor        = 3
	ring          = makeRing()
	self   *node
)

// Order: what a call mentions is there before it, what stands behind it is not seen too early.
var (
	early  = 5
	seen   = look("seen")
	late   = 6
	bumped = bump() + look("bumped")
	after  = look("after")
	mixed  = []int{early, look("mixed"), late}
)

var calls []string

func look(who string) int {
	calls = append(calls, fmt.Sprint(who, " ", early, " ", late, " ", counter))
	return early*100 + late
}

var counter = 1

func bump() int { counter += 10; return counter }

func makeRing() *node {
	a, b := &node{name: "a"}, &node{name: "b"}
	a.next, b.next = b, a
	return a
}

// A store in a function that is inlined comes after what was called before.
var (
	state  = 1
	before = readState()
	chain  = readState() + setState(9) + readState()
)

//go:noinline
func readState() int { return state }

func setState(n int) int { state = n; return n }

// The frame's copies.
type big struct{ a, b, c, d, e, f int }

var (
	bigOne      = big{1, 2, 3, 4, 5, 6}
	bigTwo      = bigOne
	bigs        = []big{bigOne, {f: 1}, big{a: factor}}
	mapped      = map[string]big{"one": bigOne}
	boxed   any = bigOne
	args        = len(os.Args)
	printer     = fmt.Sprint
)

func init() { self = &node{name: "self"}; self.next = self }

func main() {
	fmt.Println(root.name, root.next == leaf, root.kids[0] == leaf, root.kids[1].name, root.tags, root.any, alias == root, byVal.name)
	fmt.Println(shown.show(), errOne, errOne == errTwo, errors.Is(errOne, errOne), table, frac, sparse, len(sparse))
	fmt.Println(fn("up"), lit(14), iface[:4], iface[4] == any(leaf), iface[5] == any(errOne), *empty)
	fmt.Println(ring.next.next == ring, ring.next.name, self.next == self)
	fmt.Println(seen, bumped, after, mixed, counter)
	for _, c := range calls {
		fmt.Println(c)
	}
	fmt.Println(before, chain, state)
	bigOne.a = 100
	fmt.Println(bigOne, bigTwo, bigs, mapped, boxed, args, printer("p"))
	// They are ordinary variables.
	leaf.name, table[0][1], root.kids[1] = "changed", 20, nil
	root.kids = append(root.kids, &node{name: fmt.Sprint("new", len(root.kids))})
	sparse[0] = "a"
	fmt.Println(byVal.name, root.next.name, table, len(root.kids), root.kids[2].name, sparse)
	grow := iface
	for i := range 100 {
		grow = append(grow, i)
	}
	fmt.Println(len(iface), len(grow), cap(table[0]), cap(iface))
}
